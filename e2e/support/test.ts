import { test as base, expect, type Page } from '@playwright/test'
import { ebayContract } from '../../core/src/connections/ebay.ts'
import { createControl, type EmulatorControl } from '../../services/emulators/control-client.ts'
import { newPerson, type Person, signInByApi } from './api.ts'
import { connect } from './connect.ts'
import { collectErrors } from './dashboard.ts'
import { type Host, startHost } from './host.ts'
import { type Network, openNetwork } from './network.ts'
import { runQueue } from './queue.ts'
import { startWorkshop, type Workshop } from './workshop.ts'

export { expect }

type WorkerFixtures = {
  /** One host for all tests of this worker; each test creates its own people. */
  host: Host
  /** A host with the demo account and no pending job. Tests read it and change nothing. */
  demo: Host
  /** A host whose transcoder the test controls. */
  workshop: Workshop
  /** A host that tests may kill and start again. */
  mortal: Host
}

type TestFixtures = {
  /** The host of this test's pages; `host` unless the file says otherwise. */
  site: Host
  /** A new person with an empty workspace. The browser of the test is signed in as this person. */
  person: Person
  /** Every error the page logged. */
  errors: string[]
  /** The emulators in their initial state. */
  microsoft: Vendor
  ebay: Vendor
  elevenlabs: EmulatorControl
  keepa: EmulatorControl
  meta: EmulatorControl
  youtube: EmulatorControl
}

type Vendor = EmulatorControl & {
  /** Connects the person's workspace to the vendor's first account, without the browser. */
  connect(): Promise<void>
}

/** A machine that is six times slower also starts a host within this time. */
const START_MS = 240_000

/** Videos are not converted: every file in the store was uploaded, and no core is busy with them. */
const NO_FFMPEG = { FFMPEG_PATH: '/nowhere/ffmpeg' }

export const test = base.extend<TestFixtures, WorkerFixtures>({
  host: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from this pattern
    async ({}, use) => {
      const host = await startHost([], NO_FFMPEG)
      await use(host)
      await host.close()
    },
    { scope: 'worker', timeout: START_MS },
  ],
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const host = await startHost(['--demo'])
      await runQueue(host)
      await use(host)
      await host.close()
    },
    { scope: 'worker', timeout: START_MS },
  ],
  workshop: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const workshop = await startWorkshop()
      await use(workshop)
      await workshop.close()
    },
    { scope: 'worker', timeout: START_MS },
  ],
  mortal: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const host = await startHost([], NO_FFMPEG)
      await use(host)
      await host.close()
    },
    { scope: 'worker', timeout: START_MS },
  ],
  site: async ({ host }, use) => use(host),
  baseURL: async ({ site }, use) => use(site.url),
  person: async ({ site }, use) => use(await newPerson(site)),
  storageState: async ({ site, person }, use) => use(signedIn(site, person)),
  errors: async ({ page }, use) => use(collectErrors(page)),
  microsoft: ({ site, person }, use) =>
    useEmulator(site, 'onedrive', (control) => use({ ...control, connect: () => connect(site, person, 'onedrive') })),
  ebay: ({ site, person }, use) =>
    useEmulator(site, 'ebay', async (control) => {
      await use({ ...control, connect: () => connect(site, person, 'ebay') })
      // An eBay account belongs to one workspace, and every test of a worker has the same emulated accounts.
      await person.api(ebayContract.disconnect, {})
    }),
  elevenlabs: ({ site }, use) => useEmulator(site, 'elevenlabs', use),
  keepa: ({ site }, use) => useEmulator(site, 'keepa', use),
  meta: ({ site }, use) => useEmulator(site, 'meta', use),
  youtube: ({ site }, use) => useEmulator(site, 'youtube', use),
})

/** No person is signed in. */
export const guestTest = test.extend({ storageState: undefined })

/** On a host that the test may kill. */
export const mortalTest = test.extend({ site: async ({ mortal }, use) => use(mortal) })

type Networked = { network: Network }
/** The browser uses a network that the test controls. */
const overNetwork = {
  // biome-ignore lint/correctness/noEmptyPattern: as above
  network: async ({}, use: (network: Network) => Promise<void>) => {
    const network = await openNetwork()
    await use(network)
    await network.close()
  },
  proxy: async ({ network }: Networked, use: (proxy: { server: string }) => Promise<void>) =>
    use({ server: network.server }),
}
export const networkTest = test.extend<Networked>(overNetwork)
export const mortalNetworkTest = mortalTest.extend<Networked>(overNetwork)

const DEMO = { email: 'demo@opsyncpro.test', password: 'demo-password' }

/** Signed in as the demo account. */
export const demoTest = test.extend({
  site: async ({ demo }, use) => use(demo),
  person: async ({ demo }, use) => use(await signInByApi(demo, DEMO)),
})

/** Where a browser stores a session: auth-js reads it from this key. */
export const signedIn = ({ url }: Host, { session }: Person) => ({
  cookies: [],
  origins: [{ origin: url, localStorage: [{ name: 'opsyncpro.session', value: JSON.stringify(session) }] }],
})

/** Opens another browser, signed in as a person. It closes with the test's browser. */
export async function openBrowserOf(page: Page, site: Host, person: Person): Promise<Page> {
  const browser = page.context().browser()
  if (!browser) throw new Error('This page has no browser to open another window in.')
  const context = await browser.newContext({ baseURL: site.url, storageState: signedIn(site, person) })
  return context.newPage()
}

/** Returns an emulator in its initial state, with no job of an earlier test that might call it. */
async function useEmulator(
  site: Host,
  feature: 'onedrive' | 'ebay' | 'elevenlabs' | 'keepa' | 'meta' | 'youtube',
  use: (control: EmulatorControl) => Promise<void>,
): Promise<void> {
  const { features } = await (await fetch(`${site.url}/api/config`)).json()
  expect(features[feature].state).toBe('emulated')
  const control = createControl(features[feature].emulator_url)
  await runQueue(site)
  await control.reset()
  await use(control)
  await control.openGates()
  // The tests that follow on this host may use the emulator without naming it: it is left as every test expects it.
  await control.reset()
}
