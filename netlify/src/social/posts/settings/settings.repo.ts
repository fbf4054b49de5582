import { z } from 'zod'
import {
  type CreateRepeat,
  type ReplaceSlots,
  type SocialRepeat,
  SocialSettings,
  type SocialSlot,
  type UpdateRepeat,
} from '#core/social/posts/settings.ts'
import { rowsAsStored } from '../../../cursor.ts'
import { unwrap } from '../../../db/db-errors.ts'
import type { Db } from '../../../db/user-client.ts'
import { AppError } from '../../../errors.ts'

/** Throws `not_allowed`. */
export const getSettings = async (db: Db): Promise<SocialSettings> =>
  SocialSettings.parse(unwrap(await db.rpc('get_social_settings')))

/** Throws `not_allowed`. */
export async function updateSettings(db: Db, timeZone: string): Promise<SocialSettings> {
  unwrap(await db.rpc('update_social_settings', { p_time_zone: timeZone }))
  return getSettings(db)
}

/** The weekly slots with the zone of their clock. Throws `not_allowed`. */
export async function listSlots(db: Db) {
  const [slots, { time_zone }] = await Promise.all([db.rpc('list_social_slots'), getSettings(db)])
  return { items: rowsAsStored<SocialSlot>().parse(unwrap(slots)), time_zone }
}

/** Throws `social_account_not_found`, `not_allowed`. */
export async function replaceSlots(db: Db, { slots }: ReplaceSlots) {
  unwrap(await db.rpc('replace_social_slots', { p_slots: slots }))
  return listSlots(db)
}

/** The posts that come again. Throws `not_allowed`. */
export async function listRepeats(db: Db): Promise<{ items: SocialRepeat[] }> {
  return { items: rowsAsStored<SocialRepeat>().parse(unwrap(await db.rpc('list_social_repeats'))) }
}

async function getRepeat(db: Db, id: string): Promise<SocialRepeat> {
  const [repeat] = rowsAsStored<SocialRepeat>().parse(unwrap(await db.rpc('list_social_repeats', { p_id: id })))
  if (!repeat) throw new AppError('repeat_not_found', "We can't find this repeat in your workspace.")
  return repeat
}

/** Throws `post_not_found`, `post_not_ready`, `repeat_exists`. */
export async function createRepeat(db: Db, repeat: CreateRepeat): Promise<SocialRepeat> {
  const id = z.uuid().parse(unwrap(await db.rpc('create_social_repeat', { p_repeat: repeat })))
  return getRepeat(db, id)
}

/** Throws `repeat_not_found`, `repeat_ended`. */
export async function updateRepeat(db: Db, id: string, change: UpdateRepeat): Promise<SocialRepeat> {
  unwrap(await db.rpc('update_social_repeat', { p_id: id, p_changes: change }))
  return getRepeat(db, id)
}

/** Throws `repeat_not_found`. */
export async function deleteRepeat(db: Db, id: string): Promise<{ id: string }> {
  return { id: z.uuid().parse(unwrap(await db.rpc('delete_social_repeat', { p_id: id }))) }
}
