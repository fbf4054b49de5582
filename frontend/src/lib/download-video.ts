import { videosContract } from '#core/videos/contract.ts'
import { api } from './api.ts'

/**
 * Asks for a fresh address and hands it to the browser's own download.
 * Throws `ApiError` (`video_not_found`, `storage_unavailable`) or `NetworkError`.
 */
export async function downloadVideo(id: string): Promise<void> {
  const { url, filename } = await api(videosContract.download, { params: { id } })
  const link = document.createElement('a')
  link.href = url
  link.download = filename
  link.rel = 'noreferrer'
  document.body.append(link)
  link.click()
  link.remove()
}
