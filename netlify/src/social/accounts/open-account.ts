import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import type { Graph } from '../../providers/meta/index.ts'

type OpenAccount = { network: string; graph: Graph; connection: { account_id: string; page_id: string | null } }

export async function openSocialAccount(
  _serviceDb: Db,
  _workspaceId: string,
  _connectionId: string,
  _signal?: AbortSignal,
): Promise<OpenAccount> {
  throw new AppError('provider_not_configured')
}
