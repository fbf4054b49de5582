import { ProviderError } from '../errors.ts'
import { readJson, sendToProvider } from '../http.ts'
import type { OAuthTokens } from '../oauth.ts'
import { GRAPH_VERSION, type GraphAccess, idPath, readAll, readGraph } from './client.ts'
import { PROVIDER, tokenFailure, unreadable } from './failures.ts'
import { listOf, PageNode, PageToken, Permissions, Person, TokenAnswer } from './types.ts'

/** Our app keys at Facebook Login. */
export type MetaApp = {
  /** `https://www.facebook.com`: the dialog. */
  loginUrl: string
  /** `https://graph.facebook.com`. */
  graphUrl: string
  appId: string
  appSecret: string
  /** As registered, character by character, also its last slash. */
  redirectUri: string
  timeoutMs: number
}

/** What posting needs; asked at every sign-in. */
export const POSTING_PERMISSIONS = [
  'pages_show_list',
  'pages_read_engagement',
  'pages_manage_posts',
  'instagram_basic',
  'instagram_content_publish',
] as const
/** What messages need besides; asked when a person switches the inbox on. */
export const MESSAGE_PERMISSIONS = ['pages_manage_metadata', 'pages_messaging', 'instagram_manage_messages'] as const

/** Where a person grants access. A permission they once declined is asked again. */
export function consentUrl(app: MetaApp, { state, withMessages = false }: { state: string; withMessages?: boolean }) {
  const url = new URL(`${app.loginUrl}/${GRAPH_VERSION}/dialog/oauth`)
  const scope = [...POSTING_PERMISSIONS, ...(withMessages ? MESSAGE_PERMISSIONS : [])].join(',')
  const query = { client_id: app.appId, redirect_uri: app.redirectUri, state, scope, response_type: 'code' }
  for (const [name, value] of Object.entries({ ...query, auth_type: 'rerequest' })) url.searchParams.set(name, value)
  return url.href
}

/** Exchanges the code of the callback, and its token for one that lives about 60 days. Throws `ProviderError`. */
export async function redeemCode(app: MetaApp, code: string): Promise<OAuthTokens> {
  const keys = { client_id: app.appId, client_secret: app.appSecret }
  const short = await requestToken(app, { ...keys, redirect_uri: app.redirectUri, code })
  const long = await requestToken(app, {
    ...keys,
    grant_type: 'fb_exchange_token',
    fb_exchange_token: short.access_token,
  })
  const expiresAt = new Date(Date.now() + (long.expires_in ?? LIFETIME_SECONDS) * 1000)
  // There is no refresh token: after this time a person signs in again.
  return { accessToken: long.access_token, expiresAt, refreshToken: null, refreshTokenExpiresAt: expiresAt }
}

/** How long a token lives when the answer does not say. */
const LIFETIME_SECONDS = 60 * 86_400
const MAX_RESPONSE_BYTES = 100 * 1024

async function requestToken(app: MetaApp, query: Record<string, string>): Promise<TokenAnswer> {
  const answer = await sendToProvider({
    provider: PROVIDER,
    baseUrl: app.graphUrl,
    path: `/${GRAPH_VERSION}/oauth/access_token`,
    query,
    timeoutMs: app.timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  })
  if (answer.status !== 200) throw tokenFailure(answer)
  const tokens = readJson(answer.bytes, TokenAnswer)
  if (!tokens) throw unreadable(answer.status)
  return tokens
}

/** Facebook has no refresh. */
export const refuseRefresh = async (): Promise<never> => {
  throw new ProviderError({ provider: PROVIDER, outcome: 'reconnect', code: 'token_expired' })
}

/** A page, and the Instagram account that it is linked to. */
export type MetaPage = {
  id: string
  name: string
  avatarUrl: string | null
  /** What the person may do there: CREATE_CONTENT, MESSAGING. */
  tasks: string[]
  instagram: { id: string; username: string | null; avatarUrl: string | null } | null
}

const PAGE_FIELDS = 'id,name,tasks,picture{url},instagram_business_account{id,username,profile_picture_url}'
/** A thousand pages of one person. */
const MAX_PAGES = 10

export const getPerson = (access: GraphAccess) =>
  readGraph(access, { path: '/me', query: { fields: 'id,name' } }, Person)

/** The permissions that the person granted; a person may untick each one. */
export async function getPermissions(access: GraphAccess): Promise<string[]> {
  const { data } = await readGraph(access, { path: '/me/permissions' }, Permissions)
  return data.filter(({ status }) => status === 'granted').map(({ permission }) => permission)
}

/** The pages that the person ticked. */
export async function listPages(access: GraphAccess): Promise<MetaPage[]> {
  const call = { path: '/me/accounts', query: { fields: PAGE_FIELDS, limit: '100' } }
  const pages = await readAll(access, call, listOf(PageNode), MAX_PAGES)
  return pages.map(({ id, name, tasks, picture, instagram_business_account: instagram }) => ({
    id,
    name,
    avatarUrl: picture?.data.url ?? null,
    tasks: tasks ?? [],
    instagram: instagram
      ? { id: instagram.id, username: instagram.username ?? null, avatarUrl: instagram.profile_picture_url ?? null }
      : null,
  }))
}

/** A page's own token, which calls for the page and its Instagram account need. */
export async function getPageToken(access: GraphAccess, pageId: string): Promise<string> {
  const call = { path: idPath(pageId), query: { fields: 'access_token' } }
  return (await readGraph(access, call, PageToken)).access_token
}
