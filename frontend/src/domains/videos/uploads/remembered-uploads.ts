import { z } from 'zod'
import { VideoType } from '#core/videos/schema.ts'

const KEY = 'opsyncpro.uploads'

/** What a page needs to resume an upload that an earlier page started. Never the link, which is a secret. */
const RememberedUpload = z.object({
  session_id: z.uuid(),
  /** The person who started the upload: another person on this device cannot resume it. */
  user_id: z.string(),
  store: z.enum(['onedrive', 'storage']),
  product_id: z.uuid(),
  asin: z.string(),
  filename: z.string(),
  file_size: z.number().int(),
  mime_type: VideoType,
  fingerprint: z.string(),
  /** The store's own id of the complete file, once the store answered it. */
  file_id: z.string().optional(),
  /** The upload's path in the private bucket; useless without a signature, which the page requests again. */
  tus_url: z.url().optional(),
})
export type RememberedUpload = z.infer<typeof RememberedUpload>

/** Uploads that were started on this device and are not finished; none where storage is blocked. */
export function rememberedUploads(): RememberedUpload[] {
  try {
    return z.array(RememberedUpload).parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'))
  } catch {
    return []
  }
}

/** Stores the upload in place of the stored upload of the same session. */
export function rememberUpload(upload: RememberedUpload): void {
  write([...rememberedUploads().filter(({ session_id }) => session_id !== upload.session_id), upload])
}

export function forgetUpload(sessionId: string): void {
  const kept = rememberedUploads()
  if (kept.some(({ session_id }) => session_id === sessionId)) {
    write(kept.filter(({ session_id }) => session_id !== sessionId))
  }
}

function write(uploads: RememberedUpload[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(uploads))
  } catch {
    // Then only this page can finish the upload.
  }
}
