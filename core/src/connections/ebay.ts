import { z } from 'zod'
import { connectionContract, connectionStatus } from './connection.ts'

/** The workspace's eBay account. `expires_at` is 18 months after the sign-in. */
export const EbayStatus = connectionStatus({
  ebay_username: z.string().nullable(),
  environment: z.enum(['production', 'sandbox']).nullable(),
})
export type EbayStatus = z.infer<typeof EbayStatus>

/** The problems of a call that needs the workspace's eBay account. */
export const EBAY_CONNECTION_PROBLEMS = ['ebay_not_connected', 'ebay_reconnect'] as const

export const ebayContract = connectionContract({
  provider: 'ebay',
  name: 'eBay',
  vendor: 'eBay',
  status: EbayStatus,
  test: EbayStatus,
  problems: [...EBAY_CONNECTION_PROBLEMS, 'provider_failed', 'provider_try_later'],
  disconnecting: 'Delete the tokens and pause price drops; listings and price history stay',
})
