import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{core,netlify,frontend,chrome-extension,services,scripts,bench}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // A page's test names its own: // @vitest-environment happy-dom
    environment: 'node',
    setupFiles: ['vitest.setup.ts'],
    // A failed query prints the beginning of the page, not all of it.
    env: { DEBUG_PRINT_LIMIT: '1500' },
    restoreMocks: true,
    unstubGlobals: true,
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    testTimeout: 15_000,
  },
})
