import { expect, vi } from 'vitest'
import { startTestEmulator, type TestEmulator } from '../../services/emulators/testing.ts'
import { type Ebay, type EbaySeller, openEbay } from '../src/providers/ebay/index.ts'
import { ProviderError } from '../src/providers/errors.ts'

export const DANA = 'ma8vp1jySJC'
const SITE = 'http://127.0.0.1:8888'

/** A listing as the emulated eBay stores it. */
export type Truth = {
  item_id: string
  offer_id: string | null
  sku: string | null
  title: string
  price_cents: number
  quantity_available: number
  kind: string
}

/** An emulated eBay with a seller who granted access, and helpers that read its state. */
export async function startEbaySeller() {
  const emulator = await startTestEmulator('ebay', { siteUrl: SITE })
  const run = (action: string, input: object) => emulator.control.run(action, input)
  return {
    emulator,
    /** One of the emulator's own actions. */
    run,
    open,
    seller: (): EbaySeller => open().openSeller('v^1.1-dana'),
    /** Call it before each test; the environment is the test's, so it must be unstubbed afterwards. */
    async reset(): Promise<void> {
      await emulator.control.reset()
      await emulator.control.seed({
        connections: [{ seller_id: DANA, access_token: 'v^1.1-dana', refresh_token: 'v^1.1-dana-refresh' }],
      })
      for (const [name, value] of Object.entries(environmentOf(emulator))) vi.stubEnv(name, value)
    },
    /** The one listing with these words in its title. */
    async truth(words: string): Promise<Truth> {
      // safe: the emulator's own answer
      const { listings } = (await run('truth', { seller_id: DANA })) as { listings: Truth[] }
      const found = listings.find(({ title }) => title.includes(words))
      if (!found) throw new Error(`no listing ${words}`)
      return found
    },
    failNext: (kind: string, call: string, more: object = {}) => run('fail_next', { kind, call, ...more }),
    /** How many requests held these words. */
    asked: async (words: string): Promise<number> =>
      (await emulator.control.requests()).filter((request) => JSON.stringify(request).includes(words)).length,
  }
}

function open(timeoutMs?: number): Ebay {
  const opened = openEbay(timeoutMs === undefined ? {} : { timeoutMs })
  if (!opened) throw new Error('no keyset')
  return opened
}

const environmentOf = ({ env }: TestEmulator): Record<string, string> => ({
  SUPABASE_URL: 'http://supabase.test',
  SUPABASE_ANON_KEY: 'anon',
  SUPABASE_SERVICE_ROLE_KEY: 'service',
  SITE_URL: SITE,
  ...env,
})

/** The failure of that work; the helper checks that no token is in it. */
export async function ebayFailure(work: Promise<unknown>): Promise<ProviderError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ProviderError)) throw error ?? new Error('It did not fail')
  const shown = `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`
  expect(shown, 'a secret in an error').not.toMatch(/v\^1\.1/)
  return error
}
