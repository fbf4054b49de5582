import { test as base, expect, type Page } from '@playwright/test'
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
  /** One host for all tests of this worker; each test brings its own people. */
  host: Host
  /** A host with the demo account, all of its jobs done. Tests look at it and change nothing. */
  demo: Host
  /** A host whose transcoder the test has its hands on. */
  workshop: Workshop
  /** A host that tests may kill and start again. */
  mortal: Host
}

type TestFixtures = {
  /** The host the pages of this test are on; `host` where a file does not say otherwise. */
  site: Host
  /** Somebody new with an empty workspace. The browser of the test is signed in as this person. */
  person: Person
  /** Every error the page logged. */
  errors: string[]
  /** The emulators as at their start. */
  microsoft: Vendor
  ebay: Vendor
  elevenlabs: EmulatorControl
}

type Vendor = EmulatorControl & {
  /** Connects the person's workspace to the vendor's first account, past the browser. */
  connect(): Promise<void>
}

/** A machine that is six times slower starts a host in this time, too. */
const START_MS = 240_000

/** Nothing is made of the videos: every file in the store is one that was uploaded, and no core is busy with them. */
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
    useEmulator(site, 'ebay', (control) => use({ ...control, connect: () => connect(site, person, 'ebay') })),
  elevenlabs: ({ site }, use) => useEmulator(site, 'elevenlabs', use),
})

/** Nobody is signed in. */
export const guestTest = test.extend({ storageState: undefined })

/** On a host that the test may kill. */
export const mortalTest = test.extend({ site: async ({ mortal }, use) => use(mortal) })

type Networked = { network: Network }
/** The browser reaches everything over a network that the test has a hand on. */
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

/** What a browser keeps of somebody who is signed in: auth-js reads its session from this key. */
export const signedIn = ({ url }: Host, { session }: Person) => ({
  cookies: [],
  origins: [{ origin: url, localStorage: [{ name: 'opsyncpro.session', value: JSON.stringify(session) }] }],
})

/** Opens another browser for somebody, signed in. It closes with the test's browser. */
export async function openBrowserOf(page: Page, site: Host, person: Person): Promise<Page> {
  const browser = page.context().browser()
  if (!browser) throw new Error('This page has no browser to open another window in.')
  const context = await browser.newContext({ baseURL: site.url, storageState: signedIn(site, person) })
  return context.newPage()
}

/** Hands out an emulator as at its start, with no job of an earlier test that might still ask it something. */
async function useEmulator(
  site: Host,
  feature: 'onedrive' | 'ebay' | 'elevenlabs',
  use: (control: EmulatorControl) => Promise<void>,
): Promise<void> {
  const { features } = await (await fetch(`${site.url}/api/config`)).json()
  expect(features[feature].state).toBe('emulated')
  const control = createControl(features[feature].emulator_url)
  await runQueue(site)
  await control.reset()
  await use(control)
  await control.openGates()
}
