import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/find-chromium.mjs'

const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Test machines have no graphics card, and Chromium's software emulation of one is slower than drawing without.
  '--disable-gpu',
  // No request leaves this machine, even with a network: eBay's images have no host.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
]

/**
 * Journeys in a real Chromium against the real host: two tests at a time, each worker with its own host. The timeouts
 * are for a machine that is six times slower; no test waits for one of them.
 */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './e2e/support/global-setup.ts',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: [['line'], ['./scripts/playwright-times.ts']],
  use: {
    actionTimeout: 60_000,
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: findChromium() ?? '/usr/bin/chromium', args: CHROMIUM_ARGS },
  },
})
