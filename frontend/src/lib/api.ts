import { type ApiClient, ApiError, createApiClient, NetworkError } from '#core/http/client.ts'
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
 * the session is really over the person is signed out, once for all calls.
 * Throws `ApiError` when the API refuses, `NetworkError` when it cannot be reached.
 */
export const api: ApiClient = async (contract, ...input) => {
  try {
    return await client(contract, ...input)
  } catch (error) {
    if (!isSessionOver(error)) throw error
    if (await renewSession()) {
      try {
        return await client(contract, ...input)
      } catch (secondError) {
        if (!isSessionOver(secondError)) throw secondError
      }
    }
    await signOut('expired')
    throw error
  }
}

const isSessionOver = (error: unknown) => error instanceof ApiError && error.is('not_signed_in')
