import { z } from 'zod'
import {
  type CreateThumbnailTemplate,
  TemplateVersion,
  ThumbnailTemplate,
  type UpdateThumbnailTemplate,
} from '#core/thumbnails/schema.ts'
import { rowsAsStored } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { signTemplateImages } from './thumbnail-store.ts'

const TemplateRow = ThumbnailTemplate.omit({ image_url: true }).extend({ image_path: z.string() })
export type TemplateRow = z.infer<typeof TemplateRow>
const VersionRow = TemplateVersion.omit({ image_url: true }).extend({ image_path: z.string() })

/** What the database keeps of an image. */
export type ImageFacts = { sha256: string; width: number; height: number }

/** The templates of the workspace or of one owner. Throws `not_allowed`. */
export async function listTemplates(db: Db, ownerId: string | undefined) {
  const answer = await db.rpc('list_thumbnail_templates', ownerId === undefined ? {} : { p_owner_id: ownerId })
  return { items: await withImages(db, rowsAsStored<TemplateRow>().parse(unwrap(answer))) }
}

/** Throws `not_allowed`, `template_not_found`. */
export async function getTemplate(db: Db, id: string): Promise<ThumbnailTemplate> {
  const [template] = await withImages(db, [await getTemplateRow(db, id)])
  if (!template) throw new Error('One row makes one template.')
  return template
}

/** A template with the path of its image. Throws `not_allowed`, `template_not_found`. */
export async function getTemplateRow(db: Db, id: string): Promise<TemplateRow> {
  const [row] = z.array(z.unknown()).parse(unwrap(await db.rpc('list_thumbnail_templates', { p_id: id })))
  if (row === undefined) throw new AppError('template_not_found', "We can't find this template in your workspace.")
  return TemplateRow.parse(row)
}

/** The versions of a template, newest first. Throws `not_allowed`, `template_not_found`. */
export async function listTemplateVersions(db: Db, id: string) {
  const rows = rowsAsStored<z.infer<typeof VersionRow>>().parse(
    unwrap(await db.rpc('list_template_versions', { p_id: id })),
  )
  return { items: await withImages(db, rows) }
}

async function withImages<Row extends { image_path: string }>(db: Db, rows: readonly Row[]) {
  const links = await signTemplateImages(
    db,
    rows.map(({ image_path }) => image_path),
  )
  return rows.map(({ image_path, ...row }) => ({ ...row, image_url: links.get(image_path) ?? null }))
}

/** The id and path of a new upload. Throws `not_allowed`. */
export async function insertTemplateUpload(db: Db, extension: string): Promise<{ id: string; path: string }> {
  const answer = await db.rpc('begin_template_upload', { p_extension: extension })
  return z.object({ id: z.uuid(), path: z.string() }).parse(unwrap(answer))
}

/** Where the file of an upload is. Throws `not_allowed`, `upload_session_not_found`. */
export async function getTemplateUploadPath(db: Db, id: string): Promise<string> {
  return z.string().parse(unwrap(await db.rpc('get_template_upload', { p_id: id })))
}

/** Throws `owner_missing`, `name_taken`, `too_many_templates`. */
export async function insertTemplate(
  db: Db,
  { upload_session_id, ...template }: CreateThumbnailTemplate,
  image: ImageFacts,
): Promise<string> {
  const args = { p_template: template, p_upload_id: upload_session_id, p_image: image }
  return z.uuid().parse(unwrap(await db.rpc('create_thumbnail_template', args)))
}

/** Throws `template_not_found`, `template_version_not_found`, `name_taken`, `row_changed`. */
export async function updateTemplateRow(
  db: Db,
  id: string,
  change: UpdateThumbnailTemplate,
  { image, ifMatch }: { image: ImageFacts | null; ifMatch: string | undefined },
): Promise<void> {
  const { upload_session_id, ...changes } = change
  unwrap(
    await db.rpc('update_thumbnail_template', {
      p_id: id,
      p_changes: changes,
      ...(upload_session_id !== undefined && { p_upload_id: upload_session_id }),
      ...(image && { p_image: image }),
      ...(ifMatch !== undefined && { p_if_match: ifMatch }),
    }),
  )
}

/** Deletes a template with its versions. Throws `not_allowed`, `template_not_found`. */
export async function deleteTemplate(db: Db, id: string): Promise<{ id: string }> {
  return { id: z.uuid().parse(unwrap(await db.rpc('delete_thumbnail_template', { p_id: id }))) }
}
