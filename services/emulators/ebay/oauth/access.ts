import { RestRefusal } from '../rest-error.ts'
import type { AccessGrant, EbayState } from '../state.ts'

/**
 * The grant behind `Authorization: Bearer …`. Throws 401 without a token or with one that is unknown, expired or revoked,
 * and 403 when it has none of `anyOf` (an empty list asks for nothing).
 */
export function restGrant(
  state: EbayState,
  header: string | undefined,
  nowMs: number,
  anyOf: readonly string[],
): AccessGrant {
  const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1]
  if (header === undefined || header === '') throw tokenProblem(1002, 'Missing access token')
  const grant = token === undefined ? undefined : state.access_tokens[token]
  if (!grant || grant.is_revoked || grant.expires_at <= nowMs) throw tokenProblem(1001, 'Invalid access token')
  if (anyOf.length > 0 && !anyOf.some((scope) => grant.scope.includes(scope))) throw accessDenied()
  return grant
}

/** As `restGrant`, of a seller: an application's own token is refused with 403. */
export function sellerGrant(
  state: EbayState,
  header: string | undefined,
  nowMs: number,
  anyOf: readonly string[],
): string {
  const { seller_id } = restGrant(state, header, nowMs, anyOf)
  if (seller_id === null) throw accessDenied()
  return seller_id
}

const tokenProblem = (errorId: number, message: string) =>
  new RestRefusal(401, {
    errorId,
    domain: 'OAuth',
    category: 'REQUEST',
    message,
    longMessage: `${message}. Check the value of the Authorization HTTP request header.`,
  })

const accessDenied = () =>
  new RestRefusal(403, {
    errorId: 1100,
    domain: 'ACCESS',
    category: 'REQUEST',
    message: 'Access denied',
    longMessage: 'Insufficient permissions to fulfill the request.',
  })
