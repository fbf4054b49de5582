import { api } from '#app/lib/api.ts'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { ONEDRIVE_MAX_BYTES } from '#core/videos/onedrive-limits.ts'
import { STORAGE_MAX_BYTES } from '#core/videos/schema.ts'
import type { StoreName } from './upload.ts'

/** Each store's limit for one file, in bytes. */
export const MAX_BYTES: Readonly<Record<StoreName, number>> = {
  onedrive: ONEDRIVE_MAX_BYTES,
  storage: STORAGE_MAX_BYTES,
}

/** The store for new videos. Throws `ApiError` (`not_allowed` for an uploader) or `NetworkError`. */
export async function chooseStore(signal?: AbortSignal): Promise<StoreName> {
  const { state, is_chosen } = await api(onedriveContract.status, signal ? { signal } : {})
  // A OneDrive that needs a new sign-in stays chosen: its refusal says so, and no video ends up in another store
  // unnoticed.
  return is_chosen && state !== 'not_connected' && state !== 'not_configured' ? 'onedrive' : 'storage'
}
