import { z } from 'zod'
import { Instant } from '#core/time.ts'
import { unwrap } from '../db/db-errors.ts'
// Anyone may read whether jobs move; the queue itself is closed to every other key.
import { createServiceClient } from '../db/service-client.ts'

const QueueHealth = z.object({
  waiting_since: Instant.nullable(),
  worked_at: Instant.nullable(),
  ticked_at: Instant.nullable(),
})

/** Since when a job waits that could run, when a worker last had one, and when the schedule last ran. */
export async function getQueueHealth(): Promise<z.infer<typeof QueueHealth>> {
  return QueueHealth.parse(unwrap(await createServiceClient().rpc('get_queue_health')))
}
