import type { Db } from '../../db/user-client.ts'
import { log } from '../../log.ts'
import { readTrackingEvent } from '../../providers/aftership/index.ts'
import { recordTrackingEvent } from './shipments.repo.ts'

/**
 * Stores a signed event, once. An event that we do not use is accepted and ignored: sending it again would not help.
 */
export async function receiveTracking(db: Db, rawBody: string): Promise<{ received: 'new' | 'known' | 'ignored' }> {
  const event = readTrackingEvent(rawBody)
  if (!event) {
    log.warn('aftership.event_ignored')
    return { received: 'ignored' }
  }
  return { received: (await recordTrackingEvent(db, event.eventId, event.news)) ? 'new' : 'known' }
}
