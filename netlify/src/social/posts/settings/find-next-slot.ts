import { z } from 'zod'
import { type NextSlot, SocialSlot } from '#core/social/posts/settings.ts'
import { nextFreeSlot, SLOT_DAYS } from '#core/social/posts/slots.ts'
import { Instant } from '#core/time.ts'
import { readableRows } from '../../../cursor.ts'
import { unwrap } from '../../../db/db-errors.ts'
import type { Db } from '../../../db/user-client.ts'
import { listSlots } from './settings.repo.ts'

const DAY_MS = 86_400_000
const MOST_TAKEN = 5000
const Taken = z.array(z.object({ at: Instant, connection_ids: z.array(z.string()) }))

/** The next weekly slot at which none of the accounts has a post. Throws `not_allowed`. */
export async function findNextSlot(db: Db, connectionIds: readonly string[]): Promise<NextSlot> {
  const nowMs = Date.now()
  const [{ items, time_zone }, taken] = await Promise.all([
    listSlots(db),
    db.rpc('list_taken_times', {
      p_connection_ids: [...connectionIds],
      p_until: new Date(nowMs + (SLOT_DAYS + 2) * DAY_MS).toISOString(),
      p_limit: MOST_TAKEN,
    }),
  ])
  const slots = readableRows(SocialSlot, items)
  const slot = nextFreeSlot({
    slots,
    taken: Taken.parse(unwrap(taken)),
    connection_ids: connectionIds,
    zone: time_zone,
    nowMs,
  })
  return { slot: slot && { ...slot, time_zone }, has_slots: slots.length > 0 }
}
