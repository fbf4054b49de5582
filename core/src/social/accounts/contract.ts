import { z } from 'zod'
import { SocialProvider } from '../../connections/social.ts'
import { defineContract } from '../../http/contract.ts'
import { rowsOf, unreadable } from '../../http/list.ts'
import { Link } from '../../text.ts'
import { Instant } from '../../time.ts'
import { SocialNetwork } from '../networks.ts'

/**
 * Whether an account works: `expiring` and `reconnect` ask a person to sign in again; `error` is our administrator's;
 * `limited`: a permission for posting is missing; `disconnected`: its posts and messages are kept, nothing is sent.
 */
export const SocialHealth = z.enum(['connected', 'expiring', 'limited', 'reconnect', 'error', 'disconnected'])
export type SocialHealth = z.infer<typeof SocialHealth>

/** A sign-in that reaches an account. */
const SocialLogin = z.object({ provider: SocialProvider, sign_in: z.string(), name: z.string() })
export type SocialLogin = z.infer<typeof SocialLogin>

/** One account on a network, however often it was connected. */
export const SocialAccount = z.object({
  id: z.uuid(),
  network: SocialNetwork,
  /** The network's own immutable id. */
  account_id: z.string(),
  name: z.string(),
  username: z.string().nullable(),
  avatar_url: Link.nullable(),
  /** The login that serves it now. */
  provider: SocialProvider,
  sign_in: z.string(),
  sign_in_name: z.string().nullable(),
  is_active: z.boolean(),
  health: SocialHealth,
  error_code: z.string().nullable(),
  expires_at: Instant.nullable(),
  can_post: z.boolean(),
  can_message: z.boolean(),
  missing_permissions: z.array(z.string()),
  connected_at: Instant,
  /** Every sign-in that reaches it, so that a person may choose another. */
  logins: z.array(SocialLogin),
})
export type SocialAccount = z.infer<typeof SocialAccount>

/** An account that a sign-in reaches. */
export const AvailableAccount = z.object({
  provider: SocialProvider,
  sign_in: z.string(),
  network: SocialNetwork,
  account_id: z.string(),
  name: z.string(),
  username: z.string().nullable(),
  avatar_url: Link.nullable(),
  can_post: z.boolean(),
  can_message: z.boolean(),
  missing_permissions: z.array(z.string()),
  /** Whether the workspace uses the account, and by which login. */
  is_used: z.boolean(),
  used_by: SocialProvider.nullable(),
  used_sign_in: z.string().nullable(),
  /** It was used before, so its posts and messages are here. */
  was_used: z.boolean(),
})
export type AvailableAccount = z.infer<typeof AvailableAccount>

const SignInId = z.string().min(1).max(128)

export const ChooseSocialAccounts = z.strictObject({
  provider: SocialProvider,
  sign_in: SignInId,
  /** All accounts to use by this sign-in; the others that it serves are used no more. */
  accounts: z.array(z.strictObject({ network: SocialNetwork, account_id: z.string().min(1).max(128) })).max(1000),
})
export type ChooseSocialAccounts = z.infer<typeof ChooseSocialAccounts>

export const SwitchSocialLogin = z.strictObject({ provider: SocialProvider, sign_in: SignInId })
export type SwitchSocialLogin = z.infer<typeof SwitchSocialLogin>

const params = z.strictObject({ id: z.uuid() })
const accounts = z.object({ items: rowsOf(SocialAccount), unreadable })

export const socialAccountsContract = {
  list: defineContract({
    method: 'GET',
    path: '/api/social-accounts',
    summary: 'The accounts on social networks, with their health; those that were disconnected come last',
    audience: 'user',
    response: accounts,
    problems: ['not_allowed'],
  }),
  choose: defineContract({
    method: 'POST',
    path: '/api/social-accounts',
    summary: 'Choose which accounts of a sign-in the workspace uses; posts and messages of the others stay',
    audience: 'user',
    body: ChooseSocialAccounts,
    response: accounts,
    problems: ['not_allowed', 'social_login_not_found'],
  }),
  available: defineContract({
    method: 'GET',
    path: '/api/social-accounts/available',
    summary: 'The accounts that the sign-ins reach, as the networks listed them while signing in',
    audience: 'user',
    query: z.strictObject({ provider: SocialProvider.optional() }),
    response: z.object({ items: rowsOf(AvailableAccount), unreadable }),
    problems: ['not_allowed'],
  }),
  switchLogin: defineContract({
    method: 'PATCH',
    path: '/api/social-accounts/:id',
    summary: 'Choose the login that serves an account; its posts and messages stay',
    audience: 'user',
    params,
    body: SwitchSocialLogin,
    response: SocialAccount,
    problems: ['not_allowed', 'social_account_not_found', 'social_login_not_found'],
  }),
  remove: defineContract({
    method: 'DELETE',
    path: '/api/social-accounts/:id',
    summary: 'Disconnect one account; its posts and messages stay, and a sign-in that serves no other is forgotten',
    audience: 'user',
    params,
    response: SocialAccount,
    problems: ['not_allowed', 'social_account_not_found'],
  }),
}
