import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { wholeListOf } from '../http/list.ts'
import { Instant } from '../time.ts'

/** Vendors whose account the server's administrator pays for and all workspaces share. */
export const SharedVendor = z.enum(['keepa', 'aftership', 'elevenlabs', 'transcoder', 'anthropic'])
export type SharedVendor = z.infer<typeof SharedVendor>

/** What a workspace has used of its share, open work included. */
export const VendorUsage = z.object({
  vendor: SharedVendor,
  unit: z.enum(['tokens', 'trackings', 'credits', 'minutes', 'captions']),
  period: z.enum(['day', 'month']),
  used: z.number().int(),
  limit: z.number().int(),
  resets_at: Instant,
})
export type VendorUsage = z.infer<typeof VendorUsage>

export const quotasContract = {
  list: defineContract({
    method: 'GET',
    path: '/api/vendor-usage',
    summary: "What the workspace has used of the administrator's shared services in this day or month",
    audience: 'user',
    response: wholeListOf(VendorUsage),
    problems: ['not_allowed'],
  }),
}
