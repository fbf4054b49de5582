import { z } from 'zod'
import { defineContract } from '../http/contract.ts'

/** eBay's own notices to us. */
export const ebayNoticesContract = {
  challenge: defineContract({
    method: 'GET',
    path: '/api/webhooks/ebay',
    summary: "Answers eBay's question whether this address is ours",
    audience: 'public',
    query: z.strictObject({ challenge_code: z.string().min(1).max(500) }),
    response: z.object({ challengeResponse: z.string() }),
    problems: ['not_found'],
  }),
  accountDeleted: defineContract({
    method: 'POST',
    path: '/api/webhooks/ebay',
    summary: 'eBay says an account was closed: everything kept of it goes, for good',
    audience: 'webhook',
    response: z.object({ is_new: z.boolean() }),
    problems: ['provider_try_later'],
  }),
}
