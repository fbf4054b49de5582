import { type ApiClient, createApiClient } from '#core/http/client.ts'
import { withRenewedToken } from '#core/http/repeat.ts'
import { sessionItem, settingsItem } from '../storage/items.ts'
import { getToken } from './session.ts'

/**
 * The API as the signed-in person, for panel and background. A refused token is renewed once and the call repeated (a
 * 401 had no effect). Throws `ApiError` when the API refuses, `NetworkError` when it cannot be reached.
 */
export const api: ApiClient = async (contract, ...input) => {
  const [session, settings] = await Promise.all([sessionItem.read(), settingsItem.read()])
  // A token goes only to the server that issued it, whatever the settings say now.
  const { origin } = session.state === 'signed_in' ? session : settings
  let used: string | undefined
  let rejected: string | undefined
  const client = createApiClient({
    baseUrl: origin,
    getToken: async () => {
      used = await getToken(rejected)
      return used
    },
  })
  return withRenewedToken(
    () => client(contract, ...input),
    async () => {
      rejected = used
      return rejected !== undefined
    },
  )
}
