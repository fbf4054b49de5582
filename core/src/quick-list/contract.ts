import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { wholeListOf } from '../http/list.ts'
import {
  CheckQuickList,
  CreateQuickList,
  QuickList,
  QuickListCheck,
  QuickListSetup,
  UpdateQuickListSettings,
} from './schema.ts'

const CONNECTION = ['ebay_not_connected', 'ebay_reconnect', 'provider_not_configured'] as const
const VENDOR = ['quota_exceeded', 'provider_failed', 'provider_try_later'] as const

/** From an ASIN to a listing. */
export const quickListContract = {
  settings: defineContract({
    method: 'GET',
    path: '/api/quick-list-settings',
    summary: "Policies, location, SKU prefix and note, with eBay's choices",
    audience: 'user',
    response: QuickListSetup,
    problems: ['not_allowed'],
  }),
  updateSettings: defineContract({
    method: 'PATCH',
    path: '/api/quick-list-settings',
    summary: 'Change them',
    audience: 'user',
    body: UpdateQuickListSettings,
    response: QuickListSetup.pick({ settings: true, is_complete: true }),
    problems: ['not_allowed'],
  }),
  check: defineContract({
    method: 'POST',
    path: '/api/quick-list/check',
    summary: 'The contents of a listing for this ASIN, and what is missing; nothing is written on eBay',
    audience: 'user',
    body: CheckQuickList,
    response: QuickListCheck,
    problems: ['not_allowed', 'quick_list_not_ready', 'sku_live', 'asin_unknown', ...CONNECTION, ...VENDOR],
  }),
  create: defineContract({
    method: 'POST',
    path: '/api/quick-list',
    summary: 'List a product: inventory item, offer, publish, in the background; two requests at once are one attempt',
    audience: 'user',
    body: CreateQuickList,
    response: QuickList,
    status: 202,
    problems: [
      'not_allowed',
      'quick_list_not_ready',
      'quick_list_running',
      'sku_live',
      'asin_unknown',
      'strategy_not_found',
      'product_not_found',
      ...CONNECTION,
      ...VENDOR,
    ],
    idempotent: true,
  }),
  list: defineContract({
    method: 'GET',
    path: '/api/quick-list',
    summary: 'The newest attempts',
    audience: 'user',
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(50).default(10) }),
    response: wholeListOf(QuickList),
    problems: ['not_allowed'],
  }),
  get: defineContract({
    method: 'GET',
    path: '/api/quick-list/:id',
    summary: 'The state of an attempt, step by step',
    audience: 'user',
    params: z.strictObject({ id: z.uuid() }),
    response: QuickList,
    problems: ['not_allowed', 'quick_list_not_found'],
  }),
}
