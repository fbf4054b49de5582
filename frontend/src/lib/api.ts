import { type ApiClient, createApiClient, NetworkError } from '#core/http/client.ts'
import { isTokenRefused, withRenewedToken } from '#core/http/repeat.ts'
import { getToken, renewSession, signOut } from './session.ts'

const client = createApiClient({
  baseUrl: '',
  getToken: () =>
    getToken().catch((cause: unknown) => {
      throw new NetworkError(cause)
    }),
})

/**
 * The API as the signed-in person. A refused token is renewed once and the call repeated (a 401 had no effect); when
 * the session is really over, the person is signed out, once for all calls. Throws `ApiError` when the API refuses,
 * `NetworkError` when it cannot be reached.
 */
export const api: ApiClient = async (contract, ...input) => {
  try {
    return await withRenewedToken(() => client(contract, ...input), renewSession)
  } catch (error) {
    if (isTokenRefused(error)) await signOut('expired')
    throw error
  }
}
