import { ApiError, NetworkError } from './client.ts'

/**
 * True when the same call may succeed later, because the network or the server failed. A refused call is refused again.
 */
export const mayPassLater = (error: Error): boolean =>
  error instanceof NetworkError || (error instanceof ApiError && error.problem.status >= 500)

/** True when the API did not accept the token. The call had no effect. */
export const isTokenRefused = (error: unknown): boolean => error instanceof ApiError && error.is('not_signed_in')

/**
 * Calls the API. When the API refuses the token, `renew` gets a new one and the call is repeated once. `renew` answers
 * false when there is no new token; the refusal is then thrown.
 */
export async function withRenewedToken<T>(call: () => Promise<T>, renew: () => Promise<boolean>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!isTokenRefused(error) || !(await renew())) throw error
    return call()
  }
}
