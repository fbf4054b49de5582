import { vi } from 'vitest'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { productsContract } from '#core/products/contract.ts'
import { startTestEmulator, type TestEmulator } from '../../services/emulators/testing.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import auth from '../functions/onedrive-auth.ts'
import callback from '../functions/onedrive-callback.ts'
import products from '../functions/sourced-products.ts'
import { createTestApi, type TestApi } from './create-test-api.ts'

export const DANA = '3f9a6c1d2b7e4a58'

export type OneDriveWorld = {
  api: TestApi
  microsoft: TestEmulator
  /** A healthy emulator, no connection, an empty queue, and a record of every log line. Call it before each test. */
  reset(): Promise<{ logged(): string }>
  /** Starts a sign-in and answers the consent page as a browser would. */
  signIn(as: TestPerson, decision?: 'approve' | 'deny'): Promise<SignIn>
  /** Returns with what Microsoft sent; answers the path where the browser ends. */
  comeBack(signIn: Pick<SignIn, 'query' | 'cookie'>): Promise<string>
  connect(as: TestPerson): Promise<void>
  newProduct(as: TestPerson): Promise<{ id: string; asin: string }>
  /** The expiry of tokens, in the emulator and in our database. */
  ageTokens(as: TestPerson, minutes: number): Promise<void>
  close(): Promise<void>
}

type SignIn = { query: Record<string, string>; cookie: string }

/** The API against a real database and the emulated Microsoft over HTTP; requests to `others` are allowed too. */
export async function createOneDriveWorld(others: readonly TestEmulator[] = []): Promise<OneDriveWorld> {
  const microsoft = await startTestEmulator('microsoft')
  const api = await createTestApi({ allowedOrigins: [microsoft, ...others].flatMap(({ origins }) => origins) })
  let number = 0

  const signIn: OneDriveWorld['signIn'] = async (as, decision = 'approve') => {
    const answer = await api.call(auth, onedriveContract.auth, { as })
    const page = await (await fetch(answer.body.auth_url)).text()
    const field = (pattern: RegExp) => pattern.exec(page)?.[1] ?? ''
    const form = new URLSearchParams({
      consent: field(/name="consent" value="([^"]+)"/),
      account: field(/name="account" value="([^"]+)" checked/),
      decision,
    })
    const sent = await fetch(microsoft.url + field(/action="([^"]+)"/), {
      method: 'POST',
      body: form,
      redirect: 'manual',
    })
    const query = Object.fromEntries(new URL(sent.headers.get('location') ?? 'none:').searchParams)
    return { query, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
  }
  const comeBack: OneDriveWorld['comeBack'] = async ({ query, cookie }) => {
    const answer = await api.call(callback, onedriveContract.callback, { query, headers: { cookie } })
    const url = new URL(answer.headers.get('location') ?? 'none:')
    if (url.origin !== api.host.url) throw new Error(`An open redirect: ${url.origin}`)
    return url.pathname + url.search
  }

  return {
    api,
    microsoft,
    signIn,
    comeBack,
    async reset() {
      await microsoft.control.reset()
      await microsoft.control.seed({ app: { redirect_uris: [`${api.host.url}/api/onedrive-callback`] } })
      await api.host.exec(
        `delete from public.upload_sessions; delete from public.product_videos; delete from public.user_onedrive_connections;
         delete from private.oauth_states; delete from private.onedrive_orphans; delete from private.jobs`,
      )
      for (const [name, value] of Object.entries(microsoft.env)) vi.stubEnv(name, value)
      const levels = ['warn', 'error'] as const
      const spies = levels.map((level) => vi.spyOn(console, level).mockImplementation(() => {}))
      return { logged: () => JSON.stringify(spies.flatMap((spy) => spy.mock.calls)) }
    },
    async connect(as) {
      const path = await comeBack(await signIn(as))
      if (path !== '/connections?onedrive=connected') throw new Error(`Not connected: ${path}`)
    },
    async newProduct(as) {
      number += 1
      const asin = `B${String(number).padStart(9, '0')}`
      return (await api.call(products, productsContract.create, { as, body: { asin, title: `Thing ${number}` } })).body
    },
    async ageTokens(as, minutes) {
      await api.host.sql(
        `update private.connections set access_token_expires_at = access_token_expires_at - make_interval(mins => $2)
         where provider = 'onedrive' and workspace_id = (select current_workspace_id from public.users where id = $1)`,
        [as.userId, minutes],
      )
    },
    async close() {
      await api.close()
      await microsoft.close()
    },
  }
}
