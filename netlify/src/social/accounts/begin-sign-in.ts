import { facebookConnection } from '../../connections/facebook.ts'
import { instagramConnection } from '../../connections/instagram.ts'
import type { UserContext } from '../../context.ts'
import { listSocialAccounts } from './social-accounts.repo.ts'

type Asked = { with_messages?: 'true' | 'false' | undefined }

/**
 * The URL to sign in with Facebook. Messages are asked for when the person wants the inbox, and again when an account
 * reads them already: signing in anew must not take them away. Throws `not_allowed`, `provider_not_configured`.
 */
export const beginFacebookSignIn = async (ctx: UserContext, { with_messages }: Asked) =>
  facebookConnection.beginSignIn(ctx, {
    withMessages: with_messages === 'true' || (await readsMessages(ctx, 'facebook')),
  })

/** The same for Instagram's own login. */
export const beginInstagramSignIn = async (ctx: UserContext, { with_messages }: Asked) =>
  instagramConnection.beginSignIn(ctx, {
    withMessages: with_messages === 'true' || (await readsMessages(ctx, 'instagram')),
  })

async function readsMessages({ db }: UserContext, provider: 'facebook' | 'instagram'): Promise<boolean> {
  const accounts = await listSocialAccounts(db)
  return accounts.some((account) => account.is_active && account.provider === provider && account.can_message)
}
