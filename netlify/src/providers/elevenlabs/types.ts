import { z } from 'zod'

// Loose: ElevenLabs adds fields at any time. Absent and null mean the same to us.

export const Ordered = z.object({ dubbing_id: z.string().min(1), expected_duration_sec: z.number().nullish() })

export const Dubbing = z.object({
  dubbing_id: z.string().min(1),
  name: z.string(),
  /** `queued` and `preparing` come from the filter of the list. */
  status: z.enum(['queued', 'preparing', 'dubbing', 'dubbed', 'failed']),
  target_languages: z.array(z.string()).nullish(),
  created_at: z.string().nullish(),
  error: z.string().nullish(),
})
export type Dubbing = z.infer<typeof Dubbing>

export const DubbingPage = z.object({
  dubs: z.array(Dubbing),
  next_cursor: z.string().nullish(),
  has_more: z.boolean().nullish(),
})

/** One of the shapes of errors; a 422 has a list instead. */
export const ErrorBody = z.object({ detail: z.object({ status: z.string() }) })
