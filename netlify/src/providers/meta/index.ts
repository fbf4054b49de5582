import { readEnv } from '../../env.ts'
import type { OAuthVendor } from '../oauth.ts'
import type { GraphAccess } from './client.ts'
import * as facebook from './facebook-login.ts'
import { type Graph, openGraph } from './graph.ts'
import * as instagram from './instagram-login.ts'

export { GRAPH_VERSION } from './client.ts'
export { MESSAGE_PERMISSIONS, type MetaPage, POSTING_PERMISSIONS } from './facebook-login.ts'
export { effectOf, isHold } from './failures.ts'
export type { Graph } from './graph.ts'
export type { ContainerState, NewReel, PublishedMedia } from './instagram.ts'
export { INSTAGRAM_MESSAGES, INSTAGRAM_POSTING, type InstagramProfile } from './instagram-login.ts'
export type { MetaAttachment, MetaConversation, MetaMessage, MetaParty } from './messages.ts'
export type { PageVideoState, PostedVideo } from './pages.ts'

/**
 * Facebook Login, and the pages and Instagram accounts behind it. Everything throws `ProviderError` with the code
 * `graph.<code>.<subcode or 0>`: `reconnect` (the person must sign in again; there is no refresh), `rejected`, `gone`
 * (an unknown object, also for a moment after it was made), `try_later` (with Meta's own wait when it gave one).
 */
export type MetaVendor = OAuthVendor & {
  openPerson(accessToken: string, signal?: AbortSignal): MetaPerson
  /** With the token of a page. */
  openGraph(pageToken: string, signal?: AbortSignal): Graph
}

/** The person who signed in. */
export type MetaPerson = {
  getPerson(): Promise<{ id: string; name: string }>
  /** The permissions that the person granted. */
  getPermissions(): Promise<string[]>
  /** The pages that the person ticked, with their Instagram accounts. */
  listPages(): Promise<facebook.MetaPage[]>
  /** The token for calls on a page and its Instagram account. */
  getPageToken(pageId: string): Promise<string>
}

/** Instagram's own login: one account per sign-in, without a page. Throws what `MetaVendor` throws. */
export type InstagramVendor = OAuthVendor & {
  getProfile(accessToken: string, signal?: AbortSignal): Promise<instagram.InstagramProfile>
  openGraph(accessToken: string, signal?: AbortSignal): Graph
}

type Options = { timeoutMs?: number }

/** Meta with our app keys; null while none are configured. */
export function openMeta({ timeoutMs = 20_000 }: Options = {}): MetaVendor | null {
  const env = readEnv()
  if (!env.META_APP_ID || !env.META_APP_SECRET) return null
  const app: facebook.MetaApp = {
    loginUrl: env.META_LOGIN_URL,
    graphUrl: env.META_GRAPH_URL,
    appId: env.META_APP_ID,
    appSecret: env.META_APP_SECRET,
    redirectUri: `${env.SITE_URL}/api/meta-callback`,
    timeoutMs,
  }
  const access = (accessToken: string, signal: AbortSignal | undefined): GraphAccess => ({
    baseUrl: app.graphUrl,
    accessToken,
    appSecret: app.appSecret,
    timeoutMs,
    signal,
  })
  return {
    consentUrl: (signIn) => facebook.consentUrl(app, signIn),
    redeemCode: (code) => facebook.redeemCode(app, code),
    refreshTokens: facebook.refuseRefresh,
    openPerson(accessToken, signal) {
      const person = access(accessToken, signal)
      return {
        async getPerson() {
          const { id, name } = await facebook.getPerson(person)
          return { id, name: name ?? 'Facebook' }
        },
        getPermissions: () => facebook.getPermissions(person),
        listPages: () => facebook.listPages(person),
        getPageToken: (pageId) => facebook.getPageToken(person, pageId),
      }
    },
    openGraph: (pageToken, signal) => openGraph(access(pageToken, signal)),
  }
}

/** Instagram's own login with our app keys; null while none are configured. */
export function openInstagramLogin({ timeoutMs = 20_000 }: Options = {}): InstagramVendor | null {
  const env = readEnv()
  if (!env.INSTAGRAM_APP_ID || !env.INSTAGRAM_APP_SECRET) return null
  const app: instagram.InstagramApp = {
    loginUrl: env.INSTAGRAM_LOGIN_URL,
    tokenUrl: env.INSTAGRAM_TOKEN_URL,
    graphUrl: env.INSTAGRAM_GRAPH_URL,
    appId: env.INSTAGRAM_APP_ID,
    appSecret: env.INSTAGRAM_APP_SECRET,
    redirectUri: `${env.SITE_URL}/api/instagram-callback`,
    timeoutMs,
  }
  const access = (accessToken: string, signal: AbortSignal | undefined): GraphAccess => ({
    baseUrl: app.graphUrl,
    accessToken,
    appSecret: null,
    timeoutMs,
    signal,
  })
  return {
    consentUrl: (signIn) => instagram.consentUrl(app, signIn),
    redeemCode: (code) => instagram.redeemCode(app, code),
    refreshTokens: (accessToken) => instagram.refreshTokens(app, accessToken),
    getProfile: (accessToken, signal) => instagram.getProfile(access(accessToken, signal)),
    openGraph: (accessToken, signal) => openGraph(access(accessToken, signal)),
  }
}
