import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import type { Graph } from '../../providers/meta/index.ts'
import { messagesIdOf, openSocialAccount } from '../accounts/open-account.ts'

/** An account whose messages can be read and answered. */
export type OpenInbox = {
  graph: Graph
  /** Whom to ask: the page of Facebook Login, the account itself of Instagram's own login. */
  senderId: string
}

/** Opens the account by the login that serves it. Throws `AppError`: `social_account_inactive`, `social_reconnect`, … */
export async function openInbox(
  serviceDb: Db,
  account: { workspaceId: string; connectionId: string },
  signal: AbortSignal,
): Promise<OpenInbox> {
  const opened = await openSocialAccount(serviceDb, account.workspaceId, account.connectionId, signal)
  if (opened.kind !== 'graph') throw new AppError('social_account_not_found')
  return { graph: opened.graph, senderId: messagesIdOf(opened.connection) }
}
