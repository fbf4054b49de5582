import type { EmulatorContext } from '../frame/create-emulator.ts'
import { GraphError } from './graph-error.ts'
import type { Account, MicrosoftState } from './state.ts'

/** The account behind a bearer token; throws 401 without a valid one and 403 without the right scope. */
export function requireAccess(
  { clock, store: { state } }: EmulatorContext<MicrosoftState>,
  authorization: string | undefined,
  need: 'profile' | 'read' | 'write',
): Account {
  const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1]
  const grant = token === undefined ? undefined : state.access_tokens[token]
  if (!grant || grant.expires_at <= clock.now()) {
    const message = grant ? 'Access token has expired or is not yet valid.' : 'Access token is missing or invalid.'
    throw new GraphError(401, 'unauthenticated', message, undefined, { 'www-authenticate': 'Bearer realm=""' })
  }
  const account = state.accounts.find(({ id }) => id === grant.account_id)
  if (!account) throw new GraphError(401, 'unauthenticated', 'The account is gone.')
  if (!grant.scope.some((name) => SUFFICIENT[need].test(name))) {
    throw new GraphError(403, 'accessDenied', 'Insufficient privileges to complete the operation.')
  }
  return account
}

const SUFFICIENT = {
  profile: /^User\.Read$/,
  read: /^Files\.Read(Write)?(\.All)?$/,
  write: /^Files\.ReadWrite(\.All)?$/,
}
