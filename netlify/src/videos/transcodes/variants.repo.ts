import { z } from 'zod'
import { DubLanguage, TranscodeProfile, type VariantName } from '#core/videos/schema.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import type { VideoFacts } from '../../providers/transcoder/index.ts'

/** An attempt at a variant, with the original that it is made from. */
export const VariantWork = z.object({
  id: z.uuid(),
  workspace_id: z.uuid(),
  video_id: z.uuid(),
  profile: z.enum(['standard', 'reel']).nullable(),
  language: z.string().nullable(),
  /** Names the attempt: the same until the attempt is over. */
  work_key: z.string(),
  output_path: z.string(),
  vendor_id: z.string().nullable(),
  source: z.enum(['storage', 'onedrive']),
  storage_path: z.string().nullable(),
  onedrive_file_id: z.string().nullable(),
  filename: z.string(),
  duration_seconds: z.number().nullable(),
  file_size: z.number().int(),
  has_poster: z.boolean(),
})
export type VariantWork = z.infer<typeof VariantWork>

/** The running attempt, or a new one; null when nothing is left to do. */
export async function beginVariant(db: Db, id: string): Promise<VariantWork | null> {
  return VariantWork.nullable().parse(unwrap(await db.rpc('begin_variant', { p_variant_id: id })))
}

/** Answers false when another attempt replaced this one. */
export async function recordVariantProgress(db: Db, work: VariantWork, progress: number): Promise<boolean> {
  const args = { p_variant_id: work.id, p_work_key: work.work_key, p_progress: progress }
  return z.boolean().parse(unwrap(await db.rpc('record_variant_progress', args)))
}

/** Stores why a variant waits, until it continues or ends. Nothing is stored for an attempt that no longer runs. */
export async function noteVariantWaiting(
  db: Db,
  work: VariantWork,
  reason: { code: string; message: string },
): Promise<void> {
  const args = { p_variant_id: work.id, p_work_key: work.work_key, p_code: reason.code, p_reason: reason.message }
  unwrap(await db.rpc('note_variant_waiting', args))
}

/** The facts of the file; with them the video counts as checked. */
export async function recordVideoFacts(db: Db, videoId: string, facts: VideoFacts): Promise<void> {
  unwrap(await db.rpc('record_video_facts', { p_video_id: videoId, p_facts: facts }))
}

/** Answers false when this attempt is no longer needed; its files are then deleted. */
export async function finishVariant(
  db: Db,
  work: VariantWork,
  { file_size, poster_path }: { file_size: number; poster_path: string | null },
): Promise<boolean> {
  const args = { p_variant_id: work.id, p_work_key: work.work_key, p_file_size: file_size }
  const answer = await db.rpc('finish_variant', {
    ...args,
    ...(poster_path !== null && { p_poster_path: poster_path }),
  })
  return z.boolean().parse(unwrap(answer))
}

/** Stores why a variant failed. `isVideoUnfit`: the original itself is not a complete video. */
export async function failVariant(
  db: Db,
  work: VariantWork,
  failure: { code: string; message: string; isVideoUnfit?: boolean },
): Promise<void> {
  unwrap(
    await db.rpc('fail_variant', {
      p_variant_id: work.id,
      p_work_key: work.work_key,
      p_code: failure.code,
      p_message: failure.message,
      p_is_video_unfit: failure.isVideoUnfit ?? false,
    }),
  )
}

/** Requests a conversion, also of a video with a ready or failed one. Throws `video_not_found`, `not_allowed`. */
export async function requestTranscode(db: Db, videoId: string, profile: string): Promise<string> {
  return z.uuid().parse(unwrap(await db.rpc('request_transcode', { p_video_id: videoId, p_profile: profile })))
}

const VariantFile = z.object({
  storage_path: z.string().nullable(),
  profile: TranscodeProfile.nullable(),
  language: DubLanguage.nullable(),
})
export type VariantFile = z.infer<typeof VariantFile>

/**
 * The path of a variant's file, or of the last good one while another is made. Throws `variant_not_found` when there
 * never was one.
 */
export async function getVariantFile(db: Db, videoId: string, name: VariantName): Promise<VariantFile> {
  const [kind, which] = name.split(':')
  let query = db.from('video_variants').select('storage_path, profile, language').eq('video_id', videoId)
  if (which === undefined) query = query.eq('id', name)
  else query = query.eq('kind', kind ?? '').eq(kind === 'dub' ? 'language' : 'profile', which)
  const row = VariantFile.nullable().parse(unwrap(await query.maybeSingle()))
  if (!row) throw new AppError('variant_not_found', "This version of the video isn't available.")
  return row
}
