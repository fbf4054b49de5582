import { z } from 'zod'
import { SocialProvider } from '#core/connections/social.ts'
import type { AvailableAccount, ChooseSocialAccounts, SocialAccount } from '#core/social/accounts/contract.ts'
import { SocialNetwork } from '#core/social/networks.ts'
import { Instant } from '#core/time.ts'
import { signInState } from '../../connections/social-sign-ins.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'

const Row = z.object({
  id: z.uuid(),
  workspace_id: z.uuid(),
  network: SocialNetwork,
  account_id: z.string(),
  name: z.string(),
  username: z.string().nullable(),
  avatar_url: z.string().nullable(),
  provider: SocialProvider,
  sign_in: z.string(),
  page_id: z.string().nullable(),
  is_active: z.boolean(),
  can_post: z.boolean(),
  can_message: z.boolean(),
  missing_permissions: z.array(z.string()),
  connected_at: Instant,
})
/** One row of `social_connections`. */
export type SocialConnection = z.infer<typeof Row>

const SignIn = z.object({
  provider: SocialProvider,
  account: z.string(),
  name: z.string(),
  state: z.enum(['connected', 'reconnect', 'error']),
  error_code: z.string().nullable(),
  expires_at: Instant.nullable(),
})
type SignIn = z.infer<typeof SignIn>

const LoginRow = z.object({
  provider: SocialProvider,
  sign_in: z.string(),
  network: SocialNetwork,
  account_id: z.string(),
  name: z.string(),
  username: z.string().nullable(),
  avatar_url: z.string().nullable(),
  can_post: z.boolean(),
  can_message: z.boolean(),
  missing_permissions: z.array(z.string()),
})
type LoginRow = z.infer<typeof LoginRow>

export const accountNotFound = (): AppError => new AppError('social_account_not_found')

/** The account, whatever its workspace; null when there is none. For the service client, which names the workspace. */
export async function getSocialConnection(
  serviceDb: Db,
  workspaceId: string,
  id: string,
): Promise<SocialConnection | null> {
  const query = serviceDb.from('social_connections').select(columnsOf(Row)).eq('workspace_id', workspaceId).eq('id', id)
  return Row.nullable().parse(unwrap(await query.maybeSingle()))
}

/** Every account of the caller's workspace, those in use first. */
export async function listSocialAccounts(db: Db): Promise<SocialAccount[]> {
  const [rows, signIns, logins] = await Promise.all([readRows(db), readSignIns(db), readLogins(db)])
  return rows.map((row) => toAccount(row, signIns, logins))
}

/** Throws `social_account_not_found`. */
export async function getSocialAccount(db: Db, id: string): Promise<SocialAccount> {
  const account = (await listSocialAccounts(db)).find((one) => one.id === id)
  if (!account) throw accountNotFound()
  return account
}

/** What the sign-ins of the caller's workspace reach, one row per sign-in and account. */
export async function listAvailableAccounts(db: Db, provider?: SocialProvider): Promise<AvailableAccount[]> {
  const [rows, logins] = await Promise.all([readRows(db), readLogins(db)])
  return logins
    .filter((login) => provider === undefined || login.provider === provider)
    .map((login) => {
      const known = rows.find((row) => isSame(row, login))
      const isUsed = known?.is_active === true
      return {
        ...login,
        is_used: isUsed,
        used_by: isUsed ? known.provider : null,
        used_sign_in: isUsed ? known.sign_in : null,
        was_used: known !== undefined,
      }
    })
}

export async function chooseAccounts(db: Db, choice: ChooseSocialAccounts): Promise<void> {
  const { provider, sign_in, accounts } = choice
  const args = { p_provider: provider, p_sign_in: sign_in, p_accounts: accounts }
  unwrap(await db.rpc('choose_social_accounts', args))
}

export async function setLogin(
  db: Db,
  id: string,
  login: { provider: SocialProvider; sign_in: string },
): Promise<void> {
  const args = { p_id: id, p_provider: login.provider, p_sign_in: login.sign_in }
  unwrap(await db.rpc('set_social_account_login', args))
}

export async function removeAccount(db: Db, id: string): Promise<void> {
  unwrap(await db.rpc('remove_social_account', { p_id: id }))
}

const columnsOf = (schema: z.ZodObject) => Object.keys(schema.shape).join(', ')

async function readRows(db: Db): Promise<SocialConnection[]> {
  const query = db.from('social_connections').select(columnsOf(Row))
  return z
    .array(Row)
    .parse(unwrap(await query.order('is_active', { ascending: false }).order('network').order('name').order('id')))
}

async function readSignIns(db: Db): Promise<SignIn[]> {
  return z.array(SignIn).parse(unwrap(await db.from('social_sign_ins').select(columnsOf(SignIn))))
}

async function readLogins(db: Db): Promise<LoginRow[]> {
  const query = db.from('social_account_logins').select(columnsOf(LoginRow))
  return z.array(LoginRow).parse(unwrap(await query.order('name').order('network').order('provider').order('sign_in')))
}

type Named = Pick<LoginRow, 'network' | 'account_id'>
const isSame = (a: Named, b: Named) => a.network === b.network && a.account_id === b.account_id

function toAccount(row: SocialConnection, signIns: readonly SignIn[], logins: readonly LoginRow[]): SocialAccount {
  const { workspace_id: _, page_id: __, ...shown } = row
  const nameOf = (provider: SocialProvider, account: string) =>
    signIns.find((one) => one.provider === provider && one.account === account)
  const signIn = nameOf(row.provider, row.sign_in)
  return {
    ...shown,
    sign_in_name: signIn?.name ?? null,
    health: healthOf(row, signIn),
    error_code: signIn?.error_code ?? null,
    expires_at: signIn?.expires_at ?? null,
    logins: logins
      .filter((login) => isSame(login, row))
      .map(({ provider, sign_in }) => ({ provider, sign_in, name: nameOf(provider, sign_in)?.name ?? sign_in })),
  }
}

function healthOf(row: SocialConnection, signIn: SignIn | undefined): SocialAccount['health'] {
  if (!row.is_active || !signIn) return 'disconnected'
  const state = signInState(signIn)
  return state === 'connected' && !row.can_post ? 'limited' : state
}
