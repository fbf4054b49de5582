import { z } from 'zod'
import { DubLanguage, TranscodeProfile, type VariantName } from '#core/videos/schema.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import type { VideoFacts } from '../../providers/transcoder/index.ts'

/** A try at a variant, with the original it is made from. */
export const VariantWork = z.object({
  id: z.uuid(),
  workspace_id: z.uuid(),
  video_id: z.uuid(),
  profile: z.enum(['standard', 'reel']).nullable(),
  language: z.string().nullable(),
  /** Names the try: the same until it is over. */
  work_key: z.string(),
  output_path: z.string(),
  vendor_id: z.string().nullable(),
  source: z.enum(['storage', 'onedrive']),
  storage_path: z.string().nullable(),
  onedrive_file_id: z.string().nullable(),
  filename: z.string(),
  duration_seconds: z.number().nullable(),
  has_poster: z.boolean(),
})
export type VariantWork = z.infer<typeof VariantWork>

/** The try that runs, begun when none did; null when there is nothing to do any more. */
export async function beginVariant(db: Db, id: string): Promise<VariantWork | null> {
  return VariantWork.nullable().parse(unwrap(await db.rpc('begin_variant', { p_variant_id: id })))
}

/** Answers false when another try took this one's place. */
export async function recordVariantProgress(db: Db, work: VariantWork, progress: number): Promise<boolean> {
  const args = { p_variant_id: work.id, p_work_key: work.work_key, p_progress: progress }
  return z.boolean().parse(unwrap(await db.rpc('record_variant_progress', args)))
}

/** Says why a variant waits, until it goes on or ends. Nothing is said of a try that no longer runs. */
export async function noteVariantWaiting(
  db: Db,
  work: VariantWork,
  reason: { code: string; message: string },
): Promise<void> {
  const args = { p_variant_id: work.id, p_work_key: work.work_key, p_code: reason.code, p_reason: reason.message }
  unwrap(await db.rpc('note_variant_waiting', args))
}

/** What the file turned out to be; with it the video counts as checked. */
export async function recordVideoFacts(db: Db, videoId: string, facts: VideoFacts): Promise<void> {
  unwrap(await db.rpc('record_video_facts', { p_video_id: videoId, p_facts: facts }))
}

/** Answers false when this try is not wanted any more; its files are then taken away. */
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

/** Says why a variant could not be made. `isVideoUnfit`: the original itself is no whole video. */
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

/** Asks for a conversion, again when it is there or has failed. Throws `video_not_found`, `not_allowed`. */
export async function requestTranscode(db: Db, videoId: string, profile: string): Promise<string> {
  return z.uuid().parse(unwrap(await db.rpc('request_transcode', { p_video_id: videoId, p_profile: profile })))
}

const VariantFile = z.object({
  storage_path: z.string().nullable(),
  profile: TranscodeProfile.nullable(),
  language: DubLanguage.nullable(),
})
export type VariantFile = z.infer<typeof VariantFile>

/** Where a variant's file is, the last good one while another is made. Throws `variant_not_found` when there never was one. */
export async function getVariantFile(db: Db, videoId: string, name: VariantName): Promise<VariantFile> {
  const [kind, which] = name.split(':')
  let query = db.from('video_variants').select('storage_path, profile, language').eq('video_id', videoId)
  if (which === undefined) query = query.eq('id', name)
  else query = query.eq('kind', kind ?? '').eq(kind === 'dub' ? 'language' : 'profile', which)
  const row = VariantFile.nullable().parse(unwrap(await query.maybeSingle()))
  if (!row) throw new AppError('variant_not_found', "This version of the video isn't available.")
  return row
}
