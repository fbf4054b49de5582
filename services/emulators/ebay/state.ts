import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { defaultLimits, type Limits } from './limits.ts'

/** One person who sells. */
export type Seller = {
  user_id: string
  username: string
  account_type: 'INDIVIDUAL' | 'BUSINESS'
  marketplace_id: string
  eias_token: string
  /** eBay refuses new prices of this seller until the limit is lifted. */
  selling_limit_reached: boolean
}

/** A sign-in that waits for a click on the consent page. Instants are Unix milliseconds everywhere. */
export type Consent = { scope: string[]; state: string | null; expires_at: number }
export type AuthorizationCode = { seller_id: string; scope: string[]; is_used: boolean; expires_at: number }
export type RefreshGrant = { seller_id: string; scope: string[]; is_revoked: boolean; expires_at: number }
/** `seller_id` is null for the token of an application. */
export type AccessGrant = { seller_id: string | null; scope: string[]; is_revoked: boolean; expires_at: number }

export type Variation = {
  sku: string
  name: string
  value: string
  price_cents: number
  quantity_available: number
  quantity_sold: number
}

/** A markdown sale. It runs from `started_at` until `ends_at`; outside that time it counts for nothing. */
export type Sale = { price_cents: number; started_at: number; ends_at: number }

/** The price that reads keep showing until `until`, although the listing has another one. */
export type StaleView = {
  until: number
  price_cents: number
  sale: Sale | null
  /** By SKU of the variation. */
  variation_cents: Record<string, number>
}

/** A refusal of price revisions that a test asked for; without `until_cleared` it refuses once. */
export type AskedRefusal = { code: string; message: string; until_cleared: boolean }

/** What buyers see: the truth about a price. */
export type Listing = {
  item_id: string
  seller_id: string
  sku: string | null
  title: string
  format: 'fixed_price' | 'auction'
  status: 'active' | 'ended'
  currency: string
  price_cents: number
  /** Before the last change: what a stale read shows. */
  previous_price_cents: number
  /** What Trading showed a program last; null before the first read. */
  last_shown_cents?: number | undefined
  quantity_available: number
  quantity_sold: number
  /** Some listings come without the element `QuantityAvailable`. */
  hides_quantity: boolean
  watch_count: number | null
  picture_url: string
  category_id: string
  condition_id: string
  started_at: number
  ended_at: number | null
  /** Set: made by the Inventory API, which alone may change it. */
  offer_id: string | null
  variations: Variation[]
  /** `price_cents` stays the original price during a sale. */
  sale: Sale | null
  best_offers_open: number
  /** Null: good till cancelled, which renews every month. */
  ends_at: number | null
  /** How long reads stay stale after a change of this listing; null: as long as the plan says. */
  stale_for_s: number | null
  stale: StaleView | null
  refusal: AskedRefusal | null
  /** Calendar day of the last accepted revision and how many there were on it. */
  revised_on: string
  revisions_that_day: number
}

export type InventoryItem = {
  sku: string
  locale: string
  condition: string | null
  condition_description: string | null
  quantity: number | null
  /** Reads that contain this item fail. */
  is_unreadable: boolean
  /** `product` as it was sent. */
  product: Product
}
export type Product = {
  title?: string | undefined
  description?: string | undefined
  aspects?: Record<string, string[]> | undefined
  imageUrls?: string[] | undefined
  brand?: string | undefined
  mpn?: string | undefined
  upc?: string[] | undefined
  ean?: string[] | undefined
  isbn?: string[] | undefined
  epid?: string | undefined
}

export type Offer = {
  offer_id: string
  seller_id: string
  sku: string
  marketplace_id: string
  format: 'FIXED_PRICE'
  available_quantity: number | null
  category_id: string | null
  merchant_location_key: string | null
  listing_description: string | null
  fulfillment_policy_id: string | null
  payment_policy_id: string | null
  return_policy_id: string | null
  currency: string | null
  /** Of an offer with a listing the listing's own price counts. */
  price_cents: number | null
  /** The listing it is, or was before it ended. */
  item_id: string | null
  is_published: boolean
}

/** What one seller has; items by SKU, the rest by id. */
export type Shop = {
  listings: Record<string, Listing>
  items: Record<string, InventoryItem>
  offers: Record<string, Offer>
  offer_ids_by_sku: Record<string, string[]>
}

/** One change of price or quantity that was taken. */
export type Revision = {
  at: string
  item_id: string
  sku: string | null
  through: 'trading' | 'inventory' | 'seller'
  old_price_cents: number
  new_price_cents: number
  /** The price Trading showed last before this change; the truth where it was never read. */
  shown_price_cents: number
  old_quantity: number
  new_quantity: number
}

export type EbayState = {
  app: { client_id: string; client_secret: string; ru_name: string; accepted_url: string; declined_url: string }
  sellers: Seller[]
  consents: Record<string, Consent>
  codes: Record<string, AuthorizationCode>
  refresh_tokens: Record<string, RefreshGrant>
  access_tokens: Record<string, AccessGrant>
  shops: Record<string, Shop>
  revisions: Revision[]
  last_item_number: number
  last_offer_number: number
  limits: Limits
  /** `GetMyeBaySelling` shows at most so many active listings. */
  active_list_cap: number
  /** Listings with an `ends_at`. */
  ending: { seller_id: string; item_id: string }[]
  /** How many SKUs `bulk_update_price_quantity` takes: eBay's pages say 1 here and 25 there. */
  max_skus_per_call: number
  /** Whose midnight ends the day of 250 revisions. */
  revision_time_zone: string
  /** Writes by Trading succeed with a warning. */
  trading_warns: boolean
  /** What the analytics call says is left, whatever is true; null says the truth. */
  shown_remaining: number | null
  faults: FaultPlan
  signing: { kid: string; private_key: string; public_key: string }
}

export const faultKinds = [
  'internal_error',
  'too_many_requests',
  'too_many_requests_with_wait',
  'system_error',
  'drop_before',
  'drop_after',
  'stale_read',
  'edge_refusal',
  'edge_refusal_after',
] as const
export type FaultKind = (typeof faultKinds)[number]

export type PlannedFault = {
  kind: FaultKind
  call?: string | undefined
  about?: string | undefined
  skip: number
  times: number
}

export type FaultPlan = {
  latency_ms: number
  retry_after_s: number
  /** Reads show the old price for so many seconds after each change; 0: never. */
  stale_for_s: number
  next: PlannedFault[]
  /** Chances in [0, 1] per call, tried in the order of `faultKinds`; the same seed gives the same series. */
  chances: Partial<Record<FaultKind, number>>
  /** Which calls the dice are thrown for, by name; all when empty. */
  calls: string[]
  seed: number
  drawn: number
}

export const noFaults = (): FaultPlan => ({
  latency_ms: 0,
  retry_after_s: 2,
  stale_for_s: 0,
  next: [],
  chances: {},
  calls: [],
  seed: 1,
  drawn: 0,
})

export const CLIENT_ID = 'OpSyncPro-OpSyncPr-PRD-1a2b3c4d5-6e7f8a9b'
export const CLIENT_SECRET = 'PRD-emulated-client-secret'
export const RU_NAME = 'OpSyncPro-OpSyncPr-OpSync-emulated'
export const VERIFICATION_TOKEN = 'emulated-ebay-verification-token-0123456789'

/** An application and no sellers. `siteUrl` is where the RuName sends people. */
export function emptyEbayState(siteUrl: string): EbayState {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  return {
    app: { client_id: CLIENT_ID, client_secret: CLIENT_SECRET, ru_name: RU_NAME, ...returnUrls(siteUrl) },
    sellers: [],
    consents: {},
    codes: {},
    refresh_tokens: {},
    access_tokens: {},
    shops: {},
    revisions: [],
    last_item_number: 0,
    last_offer_number: 0,
    limits: defaultLimits(),
    active_list_cap: 25_000,
    ending: [],
    max_skus_per_call: 1,
    revision_time_zone: 'UTC',
    trading_warns: false,
    shown_remaining: null,
    faults: noFaults(),
    signing: { kid: randomUUID(), private_key: privateKey, public_key: publicKey },
  }
}

/** What a developer enters for the RuName in eBay's portal. */
export const returnUrls = (siteUrl: string) => ({
  accepted_url: `${siteUrl}/api/ebay-callback`,
  declined_url: `${siteUrl}/api/ebay-callback?error=access_denied`,
})

export function shopOf(state: EbayState, sellerId: string): Shop {
  const shop = state.shops[sellerId] ?? { listings: {}, items: {}, offers: {}, offer_ids_by_sku: {} }
  state.shops[sellerId] = shop
  return shop
}

/** An id no listing has or had: twelve digits, as eBay's. */
export function newItemId(state: EbayState): string {
  state.last_item_number += 1
  return String(110_000_000_000 + state.last_item_number)
}

export function newOfferId(state: EbayState): string {
  state.last_offer_number += 1
  return String(36_000_000_000 + state.last_offer_number)
}

/** Words nobody can guess, for codes and tokens. */
export function newSecret(bytes = 24): string {
  return randomBytes(bytes).toString('hex')
}
