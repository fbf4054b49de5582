import { sealSecret, unsealSecret } from '../crypto/seal-secret.ts'
import type { Connection } from './connections.repo.ts'

type Account = Pick<Connection, 'provider' | 'workspace_id' | 'account'>
type Secret = 'access_token' | 'refresh_token'

// The identity of the secret's owner: a sealed token copied into another row does not open.
const identityOf = ({ provider, workspace_id, account }: Account, secret: Secret) =>
  `connections/${provider}/${workspace_id}/${account}/${secret}`

/** Throws `SealError` when no key is configured. */
export const sealToken = (account: Account, secret: Secret, token: string): string =>
  sealSecret(identityOf(account, secret), token)

/** Throws `SealError` for text that was not sealed for this account by a key we have. */
export const unsealToken = (account: Account, secret: Secret, sealed: string): string =>
  unsealSecret(identityOf(account, secret), sealed)
