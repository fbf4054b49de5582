import { type ApiClient, createApiClient } from '#core/http/client.ts'
import { withRenewedToken } from '#core/http/repeat.ts'
import { accountOf } from '../storage/database.ts'
import { sessionItem, settingsItem } from '../storage/items.ts'
import { getToken } from './session.ts'

/** Another person is signed in than the one who made the request. Nothing was sent. */
export class AccountChangedError extends Error {
  override readonly name = 'AccountChangedError'
}

/**
 * The API as the signed-in person, for panel and background. A refused token is renewed once and the call repeated (a
 * 401 had no effect). Throws `ApiError` when the API refuses, `NetworkError` when it cannot be reached.
 */
export const api: ApiClient = (contract, ...input) => callAs(undefined)(contract, ...input)

/** The API as this person only. Throws `AccountChangedError` when somebody else, or nobody, is signed in. */
export const apiAs = (account: string): ApiClient => callAs(account)

const callAs =
  (account: string | undefined): ApiClient =>
  async (contract, ...input) => {
    const [session, settings] = await Promise.all([sessionItem.read(), settingsItem.read()])
    // A token goes only to the server that issued it, whatever the settings say now.
    const { origin } = session.state === 'signed_in' ? session : settings
    let used: string | undefined
    let rejected: string | undefined
    const client = createApiClient({
      baseUrl: origin,
      getToken: async () => {
        used = await getToken(rejected)
        // The session may have changed while the token was renewed.
        const now = account === undefined ? undefined : await sessionItem.read()
        const isOther = now && (now.state !== 'signed_in' || accountOf(now) !== account || now.access_token !== used)
        if (isOther) throw new AccountChangedError('Another person is signed in.')
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
