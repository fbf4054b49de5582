import { z } from 'zod'

// Loose: Anthropic adds fields and kinds of content at any time.
export const Message = z.object({
  type: z.literal('message'),
  stop_reason: z.string().nullable(),
  content: z.array(z.looseObject({ type: z.string(), name: z.string().optional(), input: z.unknown().optional() })),
})

export const ErrorBody = z.object({ error: z.object({ type: z.string() }) })
