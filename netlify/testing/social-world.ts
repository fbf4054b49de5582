import { vi } from 'vitest'
import {
  instagramContract,
  metaContract,
  type SocialProvider,
  tiktokContract,
  youtubeContract,
} from '#core/connections/social.ts'
import { type SocialAccount, socialAccountsContract } from '#core/social/accounts/contract.ts'
import { answerConsent, type ConsentChoice } from '../../services/emulators/answer-consent.ts'
import { startTestEmulator, type TestEmulator } from '../../services/emulators/testing.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import instagramAuth from '../functions/instagram-auth.ts'
import instagramCallback from '../functions/instagram-callback.ts'
import metaAuth from '../functions/meta-auth.ts'
import metaCallback from '../functions/meta-callback.ts'
import socialAccounts from '../functions/social-accounts.ts'
import tiktokAuth from '../functions/tiktok-auth.ts'
import tiktokCallback from '../functions/tiktok-callback.ts'
import youtubeAuth from '../functions/youtube-auth.ts'
import youtubeCallback from '../functions/youtube-callback.ts'
import { createTestApi, type TestApi } from './create-test-api.ts'

const LOGINS = {
  facebook: { address: 'meta', contract: metaContract, auth: metaAuth, callback: metaCallback },
  instagram: { address: 'instagram', contract: instagramContract, auth: instagramAuth, callback: instagramCallback },
  youtube: { address: 'youtube', contract: youtubeContract, auth: youtubeAuth, callback: youtubeCallback },
  tiktok: { address: 'tiktok', contract: tiktokContract, auth: tiktokAuth, callback: tiktokCallback },
} as const

/** Where the test host says that it is. */
const SITE = 'http://supabase.test'

export type SocialSignIn = { provider: SocialProvider; query: Record<string, string>; cookie: string }
type Choice = ConsentChoice & { withMessages?: boolean }

export type SocialWorld = {
  api: TestApi
  meta: TestEmulator
  youtube: TestEmulator
  tiktok: TestEmulator
  /** Healthy emulators, no accounts, an empty queue, and a record of every log line. Call it before each test. */
  reset(): Promise<{ logged(): string }>
  /** Starts a sign-in and answers the consent page as a browser would. */
  signIn(as: TestPerson, provider: SocialProvider, choice?: Choice): Promise<SocialSignIn>
  /** Returns with what the network sent; answers the path where the browser ends. */
  comeBack(signIn: SocialSignIn): Promise<string>
  /** Signs in. Facebook's pages still have to be chosen. */
  connect(as: TestPerson, provider: SocialProvider, choice?: Choice): Promise<void>
  /** Signs in, and uses every account that the sign-in reaches. */
  connectAll(as: TestPerson, provider: SocialProvider, choice?: Choice): Promise<SocialAccount[]>
  workspaceOf(as: TestPerson): Promise<string>
  close(): Promise<void>
}

/** The API against a real database and the emulated networks over HTTP; requests to `others` are allowed too. */
export async function createSocialWorld(others: readonly { origins: string[] }[] = []): Promise<SocialWorld> {
  const [meta, youtube, tiktok] = await Promise.all([
    startTestEmulator('meta', { siteUrl: SITE }),
    startTestEmulator('youtube', { siteUrl: SITE }),
    startTestEmulator('tiktok', { siteUrl: SITE }),
  ])
  const emulators = [meta, youtube, tiktok]
  const api = await createTestApi({ allowedOrigins: [...emulators, ...others].flatMap(({ origins }) => origins) })

  const signIn: SocialWorld['signIn'] = async (as, provider, { withMessages = false, ...choice } = {}) => {
    const { auth, contract } = LOGINS[provider]
    const query = withMessages ? { with_messages: 'true' } : {}
    const answer = await api.call(auth, contract.auth, { as, query })
    const back = await answerConsent(answer.body.auth_url, choice)
    return {
      provider,
      query: Object.fromEntries(back.searchParams),
      cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '',
    }
  }
  const comeBack: SocialWorld['comeBack'] = async ({ provider, query, cookie }) => {
    const { callback, contract } = LOGINS[provider]
    // The scopes in Google's answer are no part of ours.
    const { state, code, error } = query
    const sent = Object.fromEntries(Object.entries({ state, code, error }).filter(([, value]) => value !== undefined))
    const answer = await api.call(callback, contract.callback, {
      query: sent as Record<string, string>, // safe: what is undefined was left out
      headers: { cookie },
    })
    const url = new URL(answer.headers.get('location') ?? 'none:')
    if (url.origin !== api.host.url) throw new Error(`An open redirect: ${url.origin}`)
    return url.pathname + url.search
  }
  const connect: SocialWorld['connect'] = async (as, provider, choice) => {
    const path = await comeBack(await signIn(as, provider, choice))
    if (path !== `/connections?${LOGINS[provider].address}=connected`) throw new Error(`Not connected: ${path}`)
  }
  const workspaceOf: SocialWorld['workspaceOf'] = async (as) => {
    const [row] = await api.host.sql<{ id: string }>(
      'select current_workspace_id as id from public.users where id = $1',
      [as.userId],
    )
    if (!row) throw new Error('no such person')
    return row.id
  }

  return {
    api,
    meta,
    youtube,
    tiktok,
    signIn,
    comeBack,
    connect,
    workspaceOf,
    async reset() {
      for (const { control } of emulators) await control.reset()
      await api.host.exec(
        `delete from public.social_posts; delete from public.social_connections; delete from public.social_sign_ins;
         delete from private.oauth_states; delete from private.jobs;`,
      )
      for (const { env } of emulators) for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
      const levels = ['warn', 'error'] as const
      const spies = levels.map((level) => vi.spyOn(console, level).mockImplementation(() => {}))
      return { logged: () => JSON.stringify(spies.flatMap((spy) => spy.mock.calls)) }
    },
    async connectAll(as, provider, choice) {
      await connect(as, provider, choice)
      const workspaceId = await workspaceOf(as)
      const reached = await api.host.sql<{ sign_in: string; network: string; account_id: string }>(
        'select sign_in, network, account_id from public.social_account_logins where workspace_id = $1 and provider = $2',
        [workspaceId, provider],
      )
      for (const sign_in of new Set(reached.map((one) => one.sign_in))) {
        const accounts = reached
          .filter((one) => one.sign_in === sign_in)
          .map(({ network, account_id }) => ({ network, account_id }))
        await api.call(socialAccounts, socialAccountsContract.choose, { as, body: { provider, sign_in, accounts } })
      }
      return (await api.call(socialAccounts, socialAccountsContract.list, { as })).body.items
    },
    async close() {
      await api.close()
      for (const { close } of emulators) await close()
    },
  }
}
