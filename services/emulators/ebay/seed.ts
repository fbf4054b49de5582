import { z } from 'zod'
import type { EmulatorContext } from '../frame/create-emulator.ts'
import { stableNumber } from '../frame/stable-number.ts'
import { DEMO_SELLER, defaultSellers } from './accounts.ts'
import { categories } from './categories.ts'
import { defaultListings } from './default-listings.ts'
import { ListingSeed, putListing } from './listing-seed.ts'
import { scopes } from './oauth/scopes.ts'
import { ACCESS_TOKEN_SECONDS, REFRESH_TOKEN_SECONDS } from './oauth/token.ts'
import { type EbayState, emptyEbayState } from './state.ts'

/** What a connection may do when a seed does not say. */
const USUAL_SCOPE = [
  scopes.base,
  scopes.inventory,
  scopes.account,
  scopes.accountReadonly,
  scopes.fulfillment,
  scopes.identityReadonly,
]

/** `PUT /_emulator/seed`: what is given is added or replaced, what is absent stays. */
export const EbaySeed = z.strictObject({
  app: z
    .strictObject({
      client_id: z.string().min(1).optional(),
      client_secret: z.string().min(1).optional(),
      ru_name: z.string().min(1).optional(),
      accepted_url: z.url().optional(),
      declined_url: z.url().optional(),
    })
    .optional(),
  /** `empty` takes every listing, item and offer away first. */
  catalog: z.enum(['default', 'empty']).optional(),
  sellers: z
    .array(
      z.strictObject({
        user_id: z.string().min(1),
        username: z.string().min(1),
        account_type: z.enum(['INDIVIDUAL', 'BUSINESS']).default('BUSINESS'),
        marketplace_id: z.string().default('EBAY_US'),
        eias_token: z.string().default('nY+sHZ2PrBmdj6wVnY+sEZ2PrA2dj6x9nY+seQ=='),
        selling_limit_reached: z.boolean().default(false),
      }),
    )
    .optional(),
  listings: z.array(ListingSeed).optional(),
  /** Believable listings by the thousand; `kind` alternates when absent. */
  generate: z
    .strictObject({
      count: z.int().min(1).max(200_000),
      seller_id: z.string().optional(),
      kind: z.enum(['trading', 'inventory']).optional(),
    })
    .optional(),
  /** Tokens that work at once, for tests that are not about signing in. */
  connections: z
    .array(
      z.strictObject({
        seller_id: z.string().default(DEMO_SELLER),
        access_token: z.string().min(1).optional(),
        refresh_token: z.string().min(1).optional(),
        scope: z.array(z.string()).default(USUAL_SCOPE),
        expires_in_s: z.int().default(ACCESS_TOKEN_SECONDS),
      }),
    )
    .optional(),
  limits: z
    .strictObject({
      trading_per_day: z.int().min(0).optional(),
      inventory_per_day: z.int().min(0).optional(),
      get_my_ebay_selling_per_15_s: z.int().min(0).optional(),
      revise_inventory_status_per_15_s: z.int().min(0).optional(),
    })
    .optional(),
  active_list_cap: z.int().min(1).optional(),
  max_skus_per_call: z.int().min(1).max(25).optional(),
  revision_time_zone: z.string().min(1).optional(),
  trading_warns: z.boolean().optional(),
  shown_remaining: z.int().min(0).nullable().optional(),
})
export type EbaySeed = z.infer<typeof EbaySeed>

/** Two sellers and their listings. */
export function initialEbayState(siteUrl: string, nowMs: number): EbayState {
  const state = emptyEbayState(siteUrl)
  state.sellers.push(...defaultSellers.map((seller) => ({ ...seller })))
  for (const listing of defaultListings) putListing(state, listing, nowMs)
  return state
}

/** Changes the state as the seed says. */
export function applyEbaySeed(seed: EbaySeed, { clock, store }: EmulatorContext<EbayState>): void {
  const { state } = store
  const now = clock.now()
  state.app = {
    client_id: seed.app?.client_id ?? state.app.client_id,
    client_secret: seed.app?.client_secret ?? state.app.client_secret,
    ru_name: seed.app?.ru_name ?? state.app.ru_name,
    accepted_url: seed.app?.accepted_url ?? state.app.accepted_url,
    declined_url: seed.app?.declined_url ?? state.app.declined_url,
  }
  for (const seller of seed.sellers ?? []) {
    state.sellers = [...state.sellers.filter(({ user_id }) => user_id !== seller.user_id), seller]
  }
  if (seed.catalog !== undefined) {
    state.shops = {}
    state.revisions = []
    state.ending = []
    if (seed.catalog === 'default') for (const listing of defaultListings) putListing(state, listing, now)
  }
  for (const listing of seed.listings ?? []) putListing(state, listing, now)
  if (seed.generate) generate(state, seed.generate, now)
  for (const { seller_id, access_token, refresh_token, scope, expires_in_s } of seed.connections ?? []) {
    const grant = { seller_id, scope, is_revoked: false }
    if (access_token !== undefined)
      state.access_tokens[access_token] = { ...grant, expires_at: now + expires_in_s * 1000 }
    if (refresh_token !== undefined)
      state.refresh_tokens[refresh_token] = { ...grant, expires_at: now + REFRESH_TOKEN_SECONDS * 1000 }
  }
  const { limits } = state
  limits.trading_per_day = seed.limits?.trading_per_day ?? limits.trading_per_day
  limits.inventory_per_day = seed.limits?.inventory_per_day ?? limits.inventory_per_day
  limits.get_my_ebay_selling_per_15_s = seed.limits?.get_my_ebay_selling_per_15_s ?? limits.get_my_ebay_selling_per_15_s
  limits.revise_inventory_status_per_15_s =
    seed.limits?.revise_inventory_status_per_15_s ?? limits.revise_inventory_status_per_15_s
  state.active_list_cap = seed.active_list_cap ?? state.active_list_cap
  state.max_skus_per_call = seed.max_skus_per_call ?? state.max_skus_per_call
  state.revision_time_zone = seed.revision_time_zone ?? state.revision_time_zone
  state.trading_warns = seed.trading_warns ?? state.trading_warns
  state.shown_remaining = seed.shown_remaining === undefined ? state.shown_remaining : seed.shown_remaining
}

const THINGS = ['Headphones', 'Travel Mug', 'Building Set', 'Drill', 'Serum', 'T-Shirt', 'Kettle', 'Desk Lamp']
const MAKERS = ['Sony', 'Anker', 'LEGO', 'Makita', 'CeraVe', 'Hanes', 'Fellow', 'Bosch', 'Stanley', 'Philips']

function generate(
  state: EbayState,
  { count, seller_id, kind }: NonNullable<EbaySeed['generate']>,
  nowMs: number,
): void {
  const first = state.last_item_number
  for (let index = 1; index <= count; index += 1) {
    const number = first + index
    const thing = Math.floor(stableNumber('thing', number) * THINGS.length)
    const brand = MAKERS[Math.floor(stableNumber('maker', number) * MAKERS.length)] ?? 'Unbranded'
    putListing(
      state,
      {
        seller_id,
        kind: kind ?? (index % 2 === 0 ? 'inventory' : 'trading'),
        sku: `GEN-${number}`,
        title: `${brand} ${THINGS[thing]} No. ${number}`,
        brand,
        price_cents: 500 + Math.floor(stableNumber('price', number) * 20_000),
        quantity: 1 + Math.floor(stableNumber('quantity', number) * 9),
        category_id: categories[thing]?.id ?? '88433',
        days_old: Math.floor(stableNumber('age', number) * 300),
      },
      nowMs,
    )
  }
}
