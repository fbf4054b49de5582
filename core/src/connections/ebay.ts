import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { Instant } from '../time.ts'

/** `reconnect`: eBay took the grant back or it ran out. `error`: eBay refuses for a reason that is not the person's to mend. */
export const EbayState = z.enum(['not_configured', 'not_connected', 'connected', 'reconnect', 'error'])
export type EbayState = z.infer<typeof EbayState>

/** The workspace's eBay account. Whatever opens it (tokens) never leaves the server. */
export const EbayStatus = z.object({
  state: EbayState,
  ebay_username: z.string().nullable(),
  environment: z.enum(['production', 'sandbox']).nullable(),
  /** eBay's own word for what is wrong, for support. */
  error_code: z.string().nullable(),
  connected_at: Instant.nullable(),
  last_success_at: Instant.nullable(),
  /** When eBay wants a new sign-in whatever happens (18 months after the last). */
  expires_at: Instant.nullable(),
})
export type EbayStatus = z.infer<typeof EbayStatus>

/** How a call fails that needs the workspace's eBay account. */
export const EBAY_CONNECTION_PROBLEMS = ['ebay_not_connected', 'ebay_reconnect'] as const

/** The account: signing in, how it is, and eBay's own notices. */
export const ebayContract = {
  auth: defineContract({
    method: 'GET',
    path: '/api/ebay-auth',
    summary: "Where the browser goes to sign in to eBay; good for ten minutes, for this person's browser, once",
    audience: 'user',
    response: z.object({ auth_url: z.url() }),
    problems: ['not_allowed', 'provider_not_configured'],
  }),
  callback: defineContract({
    method: 'GET',
    path: '/api/ebay-callback',
    summary: 'Where eBay sends the browser back to; leads to /connections?ebay=connected, denied or failed',
    audience: 'public',
    query: z.object({
      state: z.string().max(200).optional(),
      code: z.string().max(4000).optional(),
      error: z.string().max(200).optional(),
    }),
    response: z.object({ location: z.url() }),
    status: 302,
    problems: [],
  }),
  status: defineContract({
    method: 'GET',
    path: '/api/ebay-status',
    summary: "The workspace's eBay account and how the connection is",
    audience: 'user',
    response: EbayStatus,
    problems: ['not_allowed'],
  }),
  test: defineContract({
    method: 'POST',
    path: '/api/ebay-status/test',
    summary: 'Try the connection now',
    audience: 'user',
    response: EbayStatus,
    problems: ['not_allowed', ...EBAY_CONNECTION_PROBLEMS, 'provider_failed', 'provider_try_later'],
  }),
  disconnect: defineContract({
    method: 'DELETE',
    path: '/api/ebay-status',
    summary: 'Forget the tokens and pause reductions; listings and the ledger stay',
    audience: 'user',
    response: EbayStatus,
    problems: ['not_allowed'],
  }),
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
