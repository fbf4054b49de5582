import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import { readEnv } from '../env.ts'
import { AppError } from '../errors.ts'

let remoteKeys: { url: string; keys: ReturnType<typeof createRemoteJWKSet> } | undefined

/**
 * The person that a Supabase access token names. The token is verified here without a round trip: against the shared
 * secret where the project has one (the local host), otherwise against the project's public keys, fetched once and
 * cached. Throws `not_signed_in` when the token is missing, forged or expired.
 */
export async function verifyAccessToken(token: string | undefined): Promise<{ userId: string; token: string }> {
  if (!token) throw new AppError('not_signed_in', 'Sign in first.')
  const { sub } = await verify(token).catch((cause: unknown) => {
    // Keys that cannot be fetched are a failure of the server; a new sign-in would not help the person.
    const isOurs = cause instanceof errors.JWKSTimeout || !(cause instanceof errors.JOSEError)
    if (isOurs) throw cause
    throw new AppError('not_signed_in', 'Your session has ended. Sign in again.', {}, cause)
  })
  if (!sub) throw new AppError('not_signed_in', 'Your session has ended. Sign in again.')
  return { userId: sub, token }
}

async function verify(token: string): Promise<JWTPayload> {
  const { SUPABASE_JWT_SECRET, SUPABASE_URL } = readEnv()
  // jose checks an expiry only where there is one.
  const claims = { audience: 'authenticated', requiredClaims: ['sub', 'exp'] }
  if (SUPABASE_JWT_SECRET) {
    const key = new TextEncoder().encode(SUPABASE_JWT_SECRET)
    return (await jwtVerify(token, key, { algorithms: ['HS256'], ...claims })).payload
  }
  const issuer = `${SUPABASE_URL}/auth/v1`
  const url = `${issuer}/.well-known/jwks.json`
  if (remoteKeys?.url !== url) remoteKeys = { url, keys: createRemoteJWKSet(new URL(url), { timeoutDuration: 5_000 }) }
  const algorithms = ['ES256', 'RS256']
  return (await jwtVerify(token, remoteKeys.keys, { algorithms, issuer, ...claims })).payload
}
