import { createHash } from 'node:crypto'
import {
  type CreateTemplateUpload,
  type CreateThumbnailTemplate,
  TEMPLATE_IMAGE_MAX_BYTES,
  TEMPLATE_IMAGE_TYPES,
  type TemplateUpload,
  type ThumbnailTemplate,
  type UpdateThumbnailTemplate,
} from '#core/thumbnails/schema.ts'
import type { UserContext } from '../context.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { openImages } from './rendering/open-sharp.ts'
import { readImage, toPixels } from './rendering/prepare-image.ts'
import { sayingProblem } from './rendering-problems.ts'
import {
  getTemplate,
  getTemplateUploadPath,
  type ImageFacts,
  insertTemplate,
  insertTemplateUpload,
  updateTemplateRow,
} from './templates.repo.ts'
import { readTemplateImage, signTemplateUpload, UPLOAD_SECONDS } from './thumbnail-store.ts'

/** Begins the upload of a template image. Throws `not_allowed`, `image_too_large`. */
export async function beginTemplateUpload(
  { db }: UserContext,
  { file_size, mime_type }: CreateTemplateUpload,
): Promise<TemplateUpload> {
  if (file_size > TEMPLATE_IMAGE_MAX_BYTES) throw tooLarge()
  const { id, path } = await insertTemplateUpload(db, TEMPLATE_IMAGE_TYPES[mime_type])
  return {
    upload_session_id: id,
    upload_url: await signTemplateUpload(db, path),
    method: 'PUT',
    headers: { 'content-type': mime_type, 'x-upsert': 'false' },
    chunk_size: null,
    expires_at: new Date(Date.now() + UPLOAD_SECONDS * 1000).toISOString(),
  }
}

/**
 * A new template of an uploaded image. The image is read whole before anything is stored. An active one makes the
 * thumbnails that its owner's products lack.
 */
export async function createTemplate(ctx: UserContext, template: CreateThumbnailTemplate): Promise<ThumbnailTemplate> {
  const { db } = ctx
  const { facts } = await readUploadedImage(db, template.upload_session_id)
  const created = await getTemplate(db, await insertTemplate(db, template, facts))
  if (created.is_active) wakeJobs(ctx)
  return created
}

/** Renames, activates, changes or restores a template. What changes the picture makes a new version. */
export async function updateTemplate(
  ctx: UserContext,
  id: string,
  change: UpdateThumbnailTemplate,
): Promise<ThumbnailTemplate> {
  const { db, ifMatch } = ctx
  const { upload_session_id } = change
  const uploaded = upload_session_id === undefined ? null : await readUploadedImage(db, upload_session_id)
  await updateTemplateRow(db, id, change, { image: uploaded?.facts ?? null, ifMatch })
  if (change.is_active === true) wakeJobs(ctx)
  return getTemplate(db, id)
}

/**
 * The image of an upload, decoded once to know that it is whole. Throws `upload_session_not_found`, `upload_incomplete`,
 * `image_too_large`, `image_type_refused`, `image_invalid`.
 */
export async function readUploadedImage(db: Db, id: string): Promise<{ bytes: Uint8Array; facts: ImageFacts }> {
  const bytes = await readTemplateImage(db, await getTemplateUploadPath(db, id))
  if (!bytes) throw new AppError('upload_incomplete', 'The image has not arrived. Upload it again; nothing was saved.')
  if (bytes.length > TEMPLATE_IMAGE_MAX_BYTES) throw tooLarge()
  const { width, height } = await sayingProblem('The template image', async () => {
    const sharp = await openImages()
    const image = await readImage(sharp, bytes, Object.keys(TEMPLATE_IMAGE_TYPES))
    await toPixels(sharp, image, { width: 64, height: 64, fit: 'inside' })
    return image
  })
  return { bytes, facts: { sha256: createHash('sha256').update(bytes).digest('hex'), width, height } }
}

const tooLarge = () =>
  new AppError('image_too_large', 'A template image has at most 5 MB. Make it smaller and upload it again.')
