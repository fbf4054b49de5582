import type { Db } from '../../db/user-client.ts'
import { type OpenSocialAccount, openSocialAccount } from '../accounts/open-account.ts'
import type { SocialWork } from './publishing.repo.ts'

/** The accounts of one run, each opened once. */
export type SocialAccounts = {
  open(work: Pick<SocialWork, 'workspace_id' | 'connection_id'>): Promise<OpenSocialAccount>
}

export function openSocialAccounts(serviceDb: Db, signal: AbortSignal): SocialAccounts {
  const opened = new Map<string, Promise<OpenSocialAccount>>()
  return {
    open({ workspace_id, connection_id }) {
      const known = opened.get(connection_id)
      if (known) return known
      const opening = openSocialAccount(serviceDb, workspace_id, connection_id, signal)
      opened.set(connection_id, opening)
      // A failure is this moment's: the next job asks again.
      opening.catch(() => opened.delete(connection_id))
      return opening
    },
  }
}
