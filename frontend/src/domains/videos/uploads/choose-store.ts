import { api } from '#app/lib/api.ts'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { ONEDRIVE_MAX_BYTES } from '#core/videos/onedrive-limits.ts'
import { STORAGE_MAX_BYTES } from '#core/videos/schema.ts'
import type { StoreName } from './upload.ts'

/** Bytes each store takes of one file. */
export const MAX_BYTES: Readonly<Record<StoreName, number>> = {
  onedrive: ONEDRIVE_MAX_BYTES,
  storage: STORAGE_MAX_BYTES,
}

/** Where new videos go now. Throws `ApiError` (`not_allowed` for an uploader) or `NetworkError`. */
export async function chooseStore(signal?: AbortSignal): Promise<StoreName> {
  const { state, is_chosen } = await api(onedriveContract.status, signal ? { signal } : {})
  // One that must be connected again stays chosen: its own refusal says so, and nothing goes where nobody looks for it.
  return is_chosen && state !== 'not_connected' && state !== 'not_configured' ? 'onedrive' : 'storage'
}
