import { api } from '#app/lib/api.ts'
import { thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'
import { TEMPLATE_IMAGE_MAX_BYTES, TemplateImageType } from '#core/thumbnails/schema.ts'

const UPLOAD_MS = 120_000

/** An uploaded image that no template uses yet. */
export type UploadedImage = { upload_session_id: string; file: File }

/** Why the file cannot be a template's image, in words; null when it can. */
export function refusalOf(file: File): string | null {
  if (!TemplateImageType.safeParse(file.type).success) {
    return `${file.name} is not a JPEG, PNG or WebP image. Save it as one of these and try again.`
  }
  if (file.size === 0) return `${file.name} is empty.`
  if (file.size > TEMPLATE_IMAGE_MAX_BYTES) {
    const megabytes = Math.round((file.size / 1024 / 1024) * 10) / 10
    return `${file.name} has ${megabytes} MB. A template image has at most 5 MB.`
  }
  return null
}

/** Uploads the image. Throws `ApiError` for what the API refuses, and an error with words when the upload breaks off. */
export async function uploadTemplateImage(file: File): Promise<UploadedImage> {
  const mime_type = TemplateImageType.parse(file.type)
  const { upload_session_id, upload_url, method, headers } = await api(thumbnailTemplatesContract.upload, {
    body: { file_size: file.size, mime_type },
  })
  const sent = await fetch(upload_url, { method, headers, body: file, signal: AbortSignal.timeout(UPLOAD_MS) }).catch(
    () => null,
  )
  if (!sent?.ok) throw new Error(`The upload of ${file.name} broke off. Check your connection and choose it again.`)
  return { upload_session_id, file }
}
