import { z } from 'zod'
import { Design } from '#core/thumbnails/design.ts'
import type { FittedText, ThumbnailWarning } from '#core/thumbnails/rendered.ts'
import {
  type CreateThumbnailRun,
  type GenerateThumbnail,
  PreviewData,
  type RunItemFilters,
  Thumbnail,
  type ThumbnailQuery,
  ThumbnailRun,
  ThumbnailRunItem,
  ThumbnailSettings,
} from '#core/thumbnails/schema.ts'
import { decodeCursor, rowsAsStored, toPage } from '../cursor.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { signThumbnails } from './thumbnail-store.ts'

const Stored = Thumbnail.extend({ storage_path: z.string().nullable() })

/** Everything that a picture is made from, and the picture that there is. */
export const ThumbnailInputs = z.object({
  workspace_id: z.uuid(),
  product_id: z.uuid(),
  search_asin: z.string(),
  asin: z.string(),
  owner_id: z.uuid().nullable(),
  template_id: z.uuid(),
  template_version: z.number().int(),
  template_path: z.string(),
  template_sha256: z.string(),
  design: Design,
  image_url: z.string(),
  texts: z.object({ video_title: z.string(), owner_prefix: z.string() }),
  current: Stored.nullable(),
})
export type ThumbnailInputs = z.infer<typeof ThumbnailInputs>

/** What a finished file says about itself. */
export type Made = { path: string; text: FittedText[]; warnings: ThumbnailWarning[] }

const asked = ({ task_id, product_id, template_id }: GenerateThumbnail) => ({
  // The function takes null for what is not asked; the generated types know no null.
  p_task_id: (task_id ?? null) as string, // safe: see above
  p_product_id: (product_id ?? null) as string, // safe: see above
  p_template_id: (template_id ?? null) as string, // safe: see above
})

/**
 * What the thumbnail of a task or product is made from. Throws `not_allowed`, `task_not_found`, `product_not_found`,
 * `template_not_found`, `owner_missing`, `template_missing`, `product_image_missing`.
 */
export async function prepareThumbnail(db: Db, request: GenerateThumbnail): Promise<ThumbnailInputs> {
  return ThumbnailInputs.parse(unwrap(await db.rpc('prepare_thumbnail', asked(request))))
}

/** The same for automation, which acts for nobody; the row says the workspace. */
export async function prepareForAutomation(serviceDb: Db, request: GenerateThumbnail): Promise<ThumbnailInputs> {
  return ThumbnailInputs.parse(unwrap(await serviceDb.rpc('prepare_thumbnail_for_automation', asked(request))))
}

/** Makes a stored file the picture of its ASIN. */
export async function recordThumbnail(serviceDb: Db, inputs: ThumbnailInputs, made: Made): Promise<Thumbnail> {
  const { design: _, texts: __, current: ___, ...row } = inputs
  const args = { p_inputs: row, p_path: made.path, p_text: made.text, p_warnings: made.warnings }
  return Thumbnail.parse(unwrap(await serviceDb.rpc('record_thumbnail', args)))
}

const Found = z.object({ source: z.enum(['own', 'inherited', 'none']), path: z.string().nullable(), asin: z.string() })

/** Whose picture a task, product or ASIN shows. Throws `task_not_found`, `product_not_found`. */
export async function findThumbnail(db: Db, { task_id, product_id, asin, marketplace }: ThumbnailQuery) {
  const answer = await db.rpc('find_thumbnail', {
    ...(task_id !== undefined && { p_task_id: task_id }),
    ...(product_id !== undefined && { p_product_id: product_id }),
    ...(asin !== undefined && { p_asin: asin }),
    ...(marketplace !== undefined && { p_marketplace: marketplace }),
  })
  return Found.parse(unwrap(answer))
}

/** Throws `not_allowed`, `owner_missing`, `product_not_found`. */
export async function getPreviewData(db: Db, ownerId: string, productId: string | undefined): Promise<PreviewData> {
  const args = { p_owner_id: ownerId, ...(productId !== undefined && { p_product_id: productId }) }
  const found = z
    .object({
      product: z.unknown(),
      owner_prefix: z.string(),
      worst_titles: rowsAsStored<PreviewData['worst_titles'][number]>(),
    })
    .parse(unwrap(await db.rpc('get_thumbnail_preview', args)))
  return PreviewData.parse(found)
}

/** Throws `not_allowed`, `template_not_found`. */
export async function insertRun(db: Db, run: CreateThumbnailRun): Promise<ThumbnailRun> {
  const args = {
    p_template_id: ('template_id' in run ? run.template_id : null) as string, // safe: null is what the function asks
    p_product_ids: ('product_ids' in run ? run.product_ids : null) as string[], // safe: as above
  }
  return ThumbnailRun.parse(unwrap(await db.rpc('request_thumbnail_run', args)))
}

/** The newest runs that people began. Throws `not_allowed`. */
export async function listRuns(db: Db, limit: number) {
  return { items: rowsAsStored<ThumbnailRun>().parse(unwrap(await db.rpc('list_thumbnail_runs', { p_limit: limit }))) }
}

/** Throws `not_allowed`, `thumbnail_run_not_found`. */
export async function getRun(db: Db, id: string): Promise<ThumbnailRun> {
  const [run] = z.array(z.unknown()).parse(unwrap(await db.rpc('list_thumbnail_runs', { p_id: id })))
  if (run === undefined) throw new AppError('thumbnail_run_not_found', "We can't find this run in your workspace.")
  return ThumbnailRun.parse(run)
}

const ItemRow = ThumbnailRunItem.omit({ before_url: true, after_url: true }).extend({
  position: z.number().int(),
  before_path: z.string().nullable(),
  after_path: z.string().nullable(),
})
const ItemRows = z.object({ rows: rowsAsStored<z.infer<typeof ItemRow>>(), total: z.number().int().optional() })
const Position = z.object({ position: z.number().int().min(0).max(2_147_483_647) })

/** One page of the before/after sheet. Throws `not_allowed`, `thumbnail_run_not_found`. */
export async function listRunItems(db: Db, runId: string, { limit, cursor, count, state }: RunItemFilters) {
  const answer = await db.rpc('list_thumbnail_run_items', {
    p_run_id: runId,
    p_limit: limit + 1,
    p_after: decodeCursor(Position, cursor)?.position ?? 0,
    p_count: count,
    ...(state !== undefined && { p_state: state }),
  })
  const { rows, total } = ItemRows.parse(unwrap(answer))
  const { items, next_cursor } = toPage(rows, limit, ({ position }) => ({ position }))
  const links = await signThumbnails(
    db,
    items.flatMap(({ before_path, after_path }) => [before_path, after_path]),
  )
  const linkTo = (path: string | null) => (path !== null && links.get(path)) || null
  return {
    items: items.map(({ position: _, before_path, after_path, ...item }) => ({
      ...item,
      before_url: linkTo(before_path),
      after_url: linkTo(after_path),
    })),
    next_cursor,
    ...(total !== undefined && { total }),
  }
}

const NextItem = z.object({
  id: z.uuid(),
  inputs: ThumbnailInputs.nullable(),
  error_code: z.string().nullable(),
  error: z.string().nullable(),
})
export type NextItem = z.infer<typeof NextItem>

/** The next items of a run that wait; null when the run is finished. */
export async function nextRunItems(serviceDb: Db, runId: string, limit: number): Promise<NextItem[] | null> {
  const answer = await serviceDb.rpc('next_thumbnail_items', { p_run_id: runId, p_limit: limit })
  return z.array(NextItem).nullable().parse(unwrap(answer))
}

type Outcome = ({ state: 'made' | 'unchanged' } & Made) | { state: 'failed'; error_code: string; error: string }

/** Stores the outcome of an item; a second time it changes nothing. */
export async function settleRunItem(serviceDb: Db, id: string, outcome: Outcome): Promise<void> {
  unwrap(await serviceDb.rpc('settle_thumbnail_item', { p_item_id: id, p_outcome: outcome }))
}

/** Ends a run whose items are all settled. */
export async function finishRun(serviceDb: Db, id: string): Promise<void> {
  unwrap(await serviceDb.rpc('finish_thumbnail_run', { p_run_id: id }))
}

/** Throws `not_allowed`. */
export async function getSettings(db: Db): Promise<ThumbnailSettings> {
  return ThumbnailSettings.parse(unwrap(await db.rpc('get_thumbnail_settings')))
}

/** Throws `not_allowed`. */
export async function updateSettings(db: Db, { is_automatic }: ThumbnailSettings): Promise<ThumbnailSettings> {
  return ThumbnailSettings.parse(unwrap(await db.rpc('update_thumbnail_settings', { p_is_automatic: is_automatic })))
}
