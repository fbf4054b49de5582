import { api } from '#app/lib/api.ts'
import { saveLink } from '#app/lib/save-link.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { VariantName } from '#core/videos/schema.ts'

/**
 * Requests a fresh link and starts the browser's own download: of the file, or of a file made from it. Throws
 * `ApiError` (`video_not_found`, `variant_not_found`, `storage_unavailable`) or `NetworkError`.
 */
export async function downloadVideo(id: string, variant?: VariantName): Promise<void> {
  const query = variant === undefined ? {} : { variant }
  const { url, filename } = await api(videosContract.download, { params: { id }, query })
  saveLink(url, filename)
}
