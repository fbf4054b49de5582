import type { ChooseSocialAccounts, SocialAccount, SwitchSocialLogin } from '#core/social/accounts/contract.ts'
import type { UserContext } from '../../context.ts'
import { getEditorWorkspaceId } from '../../db/editor-workspace.ts'
import { wakeJobs } from '../../jobs/wake-jobs.ts'
import {
  chooseAccounts,
  getSocialAccount,
  listAvailableAccounts,
  listSocialAccounts,
  removeAccount,
  setLogin,
} from './social-accounts.repo.ts'

/** Throws `not_allowed`. */
export async function showSocialAccounts({ db }: UserContext): Promise<{ items: SocialAccount[] }> {
  await getEditorWorkspaceId(db)
  return { items: await listSocialAccounts(db) }
}

/** Throws `not_allowed`. */
export async function showAvailableAccounts({ db }: UserContext, provider?: ChooseSocialAccounts['provider']) {
  await getEditorWorkspaceId(db)
  return { items: await listAvailableAccounts(db, provider) }
}

/** Uses these accounts of a sign-in and no others of it. Throws `not_allowed`, `social_login_not_found`. */
export async function chooseSocialAccounts(
  ctx: UserContext,
  choice: ChooseSocialAccounts,
): Promise<{ items: SocialAccount[] }> {
  await chooseAccounts(ctx.db, choice)
  // Posts that waited for an account continue.
  wakeJobs(ctx)
  return { items: await listSocialAccounts(ctx.db) }
}

/** Throws `not_allowed`, `social_account_not_found`, `social_login_not_found`. */
export async function switchSocialLogin(
  ctx: UserContext,
  id: string,
  login: SwitchSocialLogin,
): Promise<SocialAccount> {
  await setLogin(ctx.db, id, login)
  wakeJobs(ctx)
  return getSocialAccount(ctx.db, id)
}

/** Disconnects one account. Throws `not_allowed`, `social_account_not_found`. */
export async function removeSocialAccount(ctx: UserContext, id: string): Promise<SocialAccount> {
  await removeAccount(ctx.db, id)
  wakeJobs(ctx)
  return getSocialAccount(ctx.db, id)
}
