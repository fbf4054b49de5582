import { z } from 'zod'
import { TaskStatus } from '#core/tasks/schema.ts'

export const OutboxChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), from: TaskStatus, to: TaskStatus }),
  z.object({ kind: z.literal('note'), note: z.string().nullable() }),
  z.object({ kind: z.literal('page_url'), page_url: z.string() }),
])
export type OutboxChange = z.infer<typeof OutboxChange>

/** One change of a task, kept on disk until the server has answered it. */
export const OutboxItem = z.object({
  /** The order of sending. */
  seq: z.number().int(),
  account: z.string(),
  /** The idempotency key, and for a completion its id: a repeated request has the same. */
  key: z.uuid(),
  task_id: z.uuid(),
  /** The task for people: "B0C1234567 in US". */
  name: z.string(),
  change: OutboxChange,
  /** The key of the change that this one takes back. */
  undoes: z.uuid().nullable(),
  created_at: z.string(),
  /**
   * `waiting` to be sent; `refused` by the server, until the person retries or dismisses it; `elsewhere`: somebody had
   * completed the task before, until the person has read it.
   */
  state: z.enum(['waiting', 'refused', 'elsewhere']),
  /** It may have reached the server, so it can no longer be taken out. */
  was_sent: z.boolean(),
  /** How often the server failed at it. */
  failures: z.number().int(),
  /** Why it was refused, as a sentence. */
  reason: z.string().nullable(),
  /** For `elsewhere`: who completed the task, and when. */
  completed: z.object({ by: z.string().nullable(), by_me: z.boolean(), at: z.string() }).nullable(),
})
export type OutboxItem = z.infer<typeof OutboxItem>
