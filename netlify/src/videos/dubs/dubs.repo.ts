import { z } from 'zod'
import { type DubLanguage, StepState } from '#core/videos/schema.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import { VariantWork } from '../transcodes/variants.repo.ts'

/** An attempt at a dub: the original, and the progress of the order at the vendor. */
const DubWork = VariantWork.extend({
  language: z.string(),
  /** Null when nothing was ordered, or the vendor rejected the order. */
  vendor_name: z.string().nullable(),
  ordered_at: z.string().nullable(),
  expected_seconds: z.number().nullable(),
  /** When a person requested the dub, whatever happened to single attempts. */
  started_at: z.string(),
})
export type DubWork = z.infer<typeof DubWork>

const Requested = z.object({ id: z.uuid(), is_new: z.boolean() })

/**
 * Requests a dub when the video has none or a failed one; `is_new` is false otherwise. Throws `video_not_found`,
 * `not_allowed`.
 */
export async function requestDub(db: Db, videoId: string, language: DubLanguage, credits: number) {
  const args = { p_video_id: videoId, p_language: language, p_credits: credits }
  return Requested.parse(unwrap(await db.rpc('request_dub', args)))
}

const KnownDub = z.object({ id: z.uuid(), state: StepState, vendor_name: z.string().nullable() })

/** The dub of a video in that language; null when none was requested. */
export async function getDub(db: Db, videoId: string, language: DubLanguage) {
  const row = await db
    .from('video_variants')
    .select(Object.keys(KnownDub.shape).join(', '))
    .eq('video_id', videoId)
    .eq('kind', 'dub')
    .eq('language', language)
    .maybeSingle()
  return KnownDub.nullable().parse(unwrap(row))
}

/** The running attempt, or a new one; null when nothing is left to do. */
export async function beginDub(db: Db, id: string): Promise<DubWork | null> {
  return DubWork.nullable().parse(unwrap(await db.rpc('begin_dub', { p_variant_id: id })))
}

const tryOf = (work: DubWork) => ({ p_variant_id: work.id, p_work_key: work.work_key })

/** Stores that an order is about to be sent. False when another attempt replaced this one. */
export async function noteDubOrder(db: Db, work: DubWork, name: string): Promise<boolean> {
  return z.boolean().parse(unwrap(await db.rpc('note_dub_order', { ...tryOf(work), p_vendor_name: name })))
}

/** The vendor refused the order, so there is none to find. */
export async function takeBackDubOrder(db: Db, work: DubWork): Promise<void> {
  unwrap(await db.rpc('take_back_dub_order', tryOf(work)))
}

/** Stores the vendor's id. False when the dub is no longer needed; it is then deleted at the vendor. */
export async function recordDubOrder(
  db: Db,
  work: DubWork,
  { name, id, expectedSeconds }: { name: string; id: string; expectedSeconds: number | null },
): Promise<boolean> {
  const answer = await db.rpc('record_dub_order', {
    ...tryOf(work),
    p_workspace_id: work.workspace_id,
    p_vendor_name: name,
    p_vendor_id: id,
    // Null means unknown, which the generated types cannot express for an argument.
    p_expected_seconds: (expectedSeconds === null ? null : Math.ceil(expectedSeconds)) as number,
  })
  return z.boolean().parse(unwrap(answer))
}

/** Stores why the dub failed. `isLost`: the vendor's work is useless, so another attempt is another order. */
export async function failDub(
  db: Db,
  work: DubWork,
  { code, message, isLost }: { code: string; message: string; isLost: boolean },
): Promise<void> {
  unwrap(await db.rpc('fail_dub', { ...tryOf(work), p_code: code, p_message: message, p_is_lost: isLost }))
}

const OrphanDub = z.object({
  vendor_name: z.string(),
  vendor_id: z.string().nullable(),
  workspace_id: z.uuid(),
  created_at: z.string(),
})
export type OrphanDub = z.infer<typeof OrphanDub>

/** Orders at the vendor that no variant needs, oldest first. */
export async function listOrphanDubs(db: Db, limit: number): Promise<OrphanDub[]> {
  return z.array(OrphanDub).parse(unwrap(await db.rpc('list_orphan_dubs', { p_limit: limit })))
}

/** Deletes the row once the vendor has no dub of that name. */
export async function forgetOrphanDub(db: Db, name: string): Promise<void> {
  unwrap(await db.rpc('forget_orphan_dub', { p_vendor_name: name }))
}

/** The names of the list that a variant still needs. */
export async function neededDubs(db: Db, names: readonly string[]): Promise<Set<string>> {
  return new Set(z.array(z.string()).parse(unwrap(await db.rpc('needed_dubs', { p_vendor_names: [...names] }))))
}
