import { type ApiClient, ApiError, createApiClient } from '#core/http/client.ts'
import { sessionItem, settingsItem } from '../storage/items.ts'
import { getToken } from './session.ts'

/**
 * The API as the signed-in person, for panel and background alike. A refused token is renewed once and the call
 * repeated (a 401 had no effect). Throws `ApiError` when the API refuses, `NetworkError` when it cannot be reached.
 */
export const api: ApiClient = async (contract, ...input) => {
  const [session, settings] = await Promise.all([sessionItem.read(), settingsItem.read()])
  // A token goes only to where it came from, whatever the settings say by now.
  const { origin } = session.state === 'signed_in' ? session : settings
  const used: { token?: string | undefined } = {}
  const callAs = (rejected?: string) =>
    createApiClient({
      baseUrl: origin,
      getToken: async () => {
        used.token = await getToken(rejected)
        return used.token
      },
    })
  try {
    return await callAs()(contract, ...input)
  } catch (error) {
    const isRefused = error instanceof ApiError && error.is('not_signed_in')
    if (!isRefused || used.token === undefined) throw error
    return callAs(used.token)(contract, ...input)
  }
}
