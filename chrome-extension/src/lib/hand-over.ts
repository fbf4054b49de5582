import { z } from 'zod'
import { accountsContract } from '#core/accounts/contract.ts'
import { deviceName } from '#core/accounts/device-name.ts'
import { ApiError, createApiClient } from '#core/http/client.ts'
import { type SignedIn, sessionItem, settingsItem } from '../storage/items.ts'
import { revokeSession } from './auth-service.ts'

/**
 * What became of a code. `other_person`: the panel stays with the person who is signed in there. `refused`: the code was
 * used or is too old. `unknown`: no answer came; the person presses the button again, which makes a new code.
 */
export const HandOver = z.enum(['signed_in', 'other_person', 'refused', 'unknown'])
export type HandOver = z.infer<typeof HandOver>

const CALL_MS = 15_000

/** Signs in with a code from the dashboard at `origin`: a session of the panel's own, which replaces an earlier one. */
export async function takeCode(origin: string, code: string): Promise<HandOver> {
  const callApi = createApiClient({ baseUrl: origin, getToken: async () => undefined, timeoutMs: CALL_MS })
  let session: SignedIn
  try {
    const { expires_in, ...rest } = await callApi(accountsContract.signPanelIn, {
      body: { code, device: deviceName(navigator.userAgent) },
    })
    session = { state: 'signed_in', origin, expires_at_ms: Date.now() + expires_in * 1000, ...rest }
  } catch (error) {
    return error instanceof ApiError && error.is('panel_code_invalid') ? 'refused' : 'unknown'
  }
  const before = await sessionItem.read()
  const isOther = before.state === 'signed_in' && (before.origin !== origin || before.user.id !== session.user.id)
  if (isOther) {
    await revokeSession(session).catch(() => {})
    return 'other_person'
  }
  await settingsItem.write({ origin })
  await sessionItem.write(session)
  // The same person's earlier session is needed no more.
  if (before.state === 'signed_in') await revokeSession(before).catch(() => {})
  return 'signed_in'
}
