import type { InboxAccount, UpdateInboxAccount } from '#core/social/inbox/contract.ts'
import type { UserContext } from '../../context.ts'
import { wakeJobs } from '../../jobs/wake-jobs.ts'
import { requestReading, updateInboxAccount } from './inbox.repo.ts'

/** Switches the inbox of an account; switching it on reads the account. Throws `social_account_not_found`. */
export async function changeInboxAccount(
  ctx: UserContext,
  id: string,
  change: UpdateInboxAccount,
): Promise<InboxAccount> {
  const account = await updateInboxAccount(ctx.db, id, change)
  if (change.is_on) wakeJobs(ctx)
  return account
}

/** Reads new messages of every account now. Accounts that were read within the last minute are left alone. */
export async function refreshInbox(ctx: UserContext): Promise<{ accounts: number }> {
  const accounts = await requestReading(ctx.db)
  if (accounts > 0) wakeJobs(ctx)
  return { accounts }
}
