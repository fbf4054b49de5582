import { z } from 'zod'
import { VideoType } from '#core/videos/schema.ts'

const KEY = 'opsyncpro.uploads'

/** What a page has to know to go on with an upload that an earlier page began. Never the address: that is a secret. */
const RememberedUpload = z.object({
  session_id: z.uuid(),
  /** Who began it: somebody else on this device cannot go on with it. */
  user_id: z.string(),
  store: z.enum(['onedrive', 'storage']),
  product_id: z.uuid(),
  asin: z.string(),
  filename: z.string(),
  file_size: z.number().int(),
  mime_type: VideoType,
  fingerprint: z.string(),
  /** The store's own id of the whole file, once it said so. */
  file_id: z.string().optional(),
  /** Where the private bucket has begun it; opens nothing without a signature, which is asked for anew. */
  tus_url: z.url().optional(),
})
export type RememberedUpload = z.infer<typeof RememberedUpload>

/** Uploads that were begun on this device and are not finished; none where storage is blocked. */
export function rememberedUploads(): RememberedUpload[] {
  try {
    return z.array(RememberedUpload).parse(JSON.parse(localStorage.getItem(KEY) ?? '[]'))
  } catch {
    return []
  }
}

/** Keeps it, in the place of what was kept of the same session. */
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
    // The upload then has to end on this page.
  }
}
