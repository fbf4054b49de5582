import { z } from 'zod'
import type { ProviderOutcome } from '../errors.ts'

export const PROVIDER = 'anthropic'
export const VERSION = '2023-06-01'

// Loose: Anthropic adds fields and kinds of content at any time.
export const Message = z.object({
  type: z.literal('message'),
  stop_reason: z.string().nullable(),
  content: z.array(z.looseObject({ type: z.string(), name: z.string().optional(), input: z.unknown().optional() })),
})

export const ErrorBody = z.object({ error: z.object({ type: z.string() }) })

/** The events of a streamed answer that matter here; the others are ignored. */
export const StreamEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('content_block_delta'),
    delta: z.object({ type: z.string(), text: z.string().optional() }),
  }),
  z.object({ type: z.literal('message_stop') }),
  z.object({ type: z.literal('error'), error: z.object({ type: z.string() }) }),
])

/** What a status means for the caller. */
export function outcomeOf(status: number): ProviderOutcome {
  if (status === 401 || status === 403) return 'reconnect'
  if (status === 404) return 'gone'
  // 529: overloaded.
  return status === 408 || status === 429 || status >= 500 ? 'try_later' : 'rejected'
}
