import { facebookConnection } from '../../connections/facebook.ts'
import { instagramConnection } from '../../connections/instagram.ts'
import type { Session } from '../../connections/session.ts'
import { tiktokConnection } from '../../connections/tiktok.ts'
import { youtubeConnection } from '../../connections/youtube.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import type { Graph } from '../../providers/meta/index.ts'
import type { TikTok } from '../../providers/tiktok/index.ts'
import type { YouTube } from '../../providers/youtube/index.ts'
import { accountNotFound, getSocialConnection, type SocialConnection } from './social-accounts.repo.ts'

export type { SocialConnection } from './social-accounts.repo.ts'

/** An account that is ready for calls, by the API of its network. */
export type OpenSocialAccount = { connection: SocialConnection } & (
  | { kind: 'graph'; graph: Graph }
  | { kind: 'youtube'; youtube: YouTube }
  | { kind: 'tiktok'; tiktok: TikTok }
)

/**
 * Opens an account with the right token: the page's own for pages and for Instagram by Facebook Login. Each call
 * refreshes an old token first; a refused token is replaced once and only that call sent again, because a refusal did
 * nothing.
 *
 * Throws `AppError`: `social_account_not_found`, `social_account_inactive`, `social_not_connected`, `social_reconnect`,
 * `provider_not_configured`. Calls throw `social_reconnect` too, and otherwise what the provider throws.
 */
export async function openSocialAccount(
  serviceDb: Db,
  workspaceId: string,
  connectionId: string,
  signal?: AbortSignal,
): Promise<OpenSocialAccount> {
  const connection = await getSocialConnection(serviceDb, workspaceId, connectionId)
  if (!connection) throw accountNotFound()
  if (!connection.is_active) {
    throw new AppError('social_account_inactive', `${connection.name} was disconnected. Connect it under Connections.`)
  }
  const { provider, sign_in: account } = connection
  const options = { account, signal }
  switch (provider) {
    case 'facebook': {
      const pageId = connection.page_id ?? connection.account_id
      const session = await facebookConnection.openSession(serviceDb, workspaceId, options)
      return { connection, kind: 'graph', graph: through(session, (api) => api.openPage(pageId)) }
    }
    case 'instagram': {
      const session = await instagramConnection.openSession(serviceDb, workspaceId, options)
      return { connection, kind: 'graph', graph: through(session, (api) => api.graph) }
    }
    case 'youtube': {
      const session = await youtubeConnection.openSession(serviceDb, workspaceId, options)
      return { connection, kind: 'youtube', youtube: through(session, (channel) => channel) }
    }
    case 'tiktok': {
      const session = await tiktokConnection.openSession(serviceDb, workspaceId, options)
      return { connection, kind: 'tiktok', tiktok: through(session, (one) => one) }
    }
  }
}

/** The id that conversations and messages are sent for: the page of Facebook Login, the account of Instagram's own. */
export const messagesIdOf = ({ page_id, account_id }: SocialConnection): string => page_id ?? account_id

type Methods = Record<string, (...args: never[]) => Promise<unknown>>

/** The same API, each call of which goes through the session: it refreshes the token, and notes what became of it. */
function through<Api, Target extends object>(
  session: Session<Api>,
  pick: (api: Api) => Target | Promise<Target>,
): Target {
  // safe: every property that is read is a method of the API, with the arguments of its caller
  return new Proxy({} as Target, {
    get: (_, name) =>
      // A promise would look for this when somebody awaits the API itself.
      name === 'then'
        ? undefined
        : (...args: never[]) =>
            session.use(async (api) => {
              const target = (await pick(api)) as Methods // safe: see above
              const method = target[String(name)]
              if (!method) throw new TypeError(`The API has no call ${String(name)}.`)
              return method(...args)
            }),
  })
}
