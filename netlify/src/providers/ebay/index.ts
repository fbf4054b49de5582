import { z } from 'zod'
import { readEnv } from '../../env.ts'
import { ProviderError } from '../errors.ts'
import type { OAuthVendor } from '../oauth.ts'
import {
  type EbayAspect,
  type EbayCategory,
  type EbayCondition,
  getCategoryAspects,
  getCategoryConditions,
  suggestCategories,
} from './categories.ts'
import { type EbayAccount, jsonOf, readRest, sendRest } from './client.ts'
import { type PriceAnswer, restFailure } from './failures.ts'
import {
  getInventoryPage,
  getOffer,
  getOffers,
  type InventoryPage,
  type OfferPriceChange,
  setOfferPrices,
} from './inventory.ts'
import type { InventoryOffer, TradingRow } from './mapping.ts'
import { appAccess, consentUrl, type EbayApp, redeemCode, refreshTokens } from './oauth.ts'
import {
  createOffer,
  deleteInventoryItem,
  deleteOffer,
  findInventoryItem,
  type NewItem,
  type NewOffer,
  publishOffer,
  putInventoryItem,
  type Written,
} from './publishing.ts'
import { getEnabledLocations, getPolicies, type PolicyKind, type SellerChoice } from './selling.ts'
import { type ActivePage, getActivePage, getItem, setTradingPrices, type TradingPriceChange } from './trading.ts'
import { PublicKeyAnswer, RateLimitsAnswer, UserAnswer } from './types.ts'

export type { PriceAnswer } from './failures.ts'
export type { InventoryPage, OfferPriceChange } from './inventory.ts'
export { INVENTORY_PAGE_SIZE } from './inventory.ts'
export type { InventoryOffer, RowError, TradingListing, TradingRow } from './mapping.ts'
export type { Written } from './publishing.ts'
export { type Refusal, refusalOf } from './refusals.ts'
export type { SellerChoice } from './selling.ts'
export type { ActivePage, TradingPriceChange } from './trading.ts'
export { ACTIVE_PAGE_SIZE, MAX_ACTIVE_PAGES, TRADING_PRICES_PER_CALL } from './trading.ts'

/** `id` is the stable key: a name may change. */
export type EbayUser = { id: string; username: string; marketplace_id: string | null }

/** How many calls are left, as eBay counts them. */
export type EbayRateLimit = {
  api: string
  resource: string
  limit: number
  remaining: number
  resets_at: string | null
  window_seconds: number | null
}

/** A key eBay signs its notices with: PEM in one line, and the names of its algorithm and digest. */
export type EbayNotificationKey = { key: string; algorithm: string; digest: string }

/**
 * eBay's sign-in, and its interfaces. Everything throws `ProviderError`: `reconnect` (the seller must sign in again, or the
 * access token is old: refresh once, then say so), `rejected` and `gone` (with `ebay_` and eBay's number), `try_later`
 * (with eBay's own wait when it gave one).
 */
export type Ebay = OAuthVendor & {
  environment: 'production' | 'sandbox'
  openSeller(accessToken: string, signal?: AbortSignal): EbaySeller
  /** With the application's own token. Throws `RangeError` for a name that is no UUID. */
  getNotificationKey(keyId: string): Promise<EbayNotificationKey>
}

/**
 * One seller by their access token. Questions are repeated once by themselves; writes never are: after `try_later`, thrown
 * or answered, look at the listing before anything is sent again.
 */
export type EbaySeller = {
  getUser(): Promise<EbayUser>
  getActivePage(page: number): Promise<ActivePage>
  getItem(itemId: string): Promise<TradingRow>
  setTradingPrices(changes: readonly TradingPriceChange[]): Promise<Map<string, PriceAnswer>>
  /** Page 0 is the first; `size` is 200 unless told otherwise. */
  getInventoryPage(page: number, size?: number): Promise<InventoryPage>
  getOffers(sku: string): Promise<InventoryOffer[]>
  getOffer(offerId: string): Promise<InventoryOffer>
  setOfferPrices(changes: readonly OfferPriceChange[]): Promise<Map<string, PriceAnswer>>
  getRateLimits(): Promise<EbayRateLimit[]>
  getPolicies(kind: PolicyKind, marketplaceId: string): Promise<SellerChoice[]>
  getEnabledLocations(): Promise<SellerChoice[]>
  suggestCategories(treeId: string, words: string): Promise<EbayCategory[]>
  getCategoryAspects(treeId: string, categoryId: string): Promise<EbayAspect[]>
  getCategoryConditions(marketplaceId: string, categoryId: string): Promise<EbayCondition[]>
  findInventoryItem(sku: string): Promise<{ title: string | null } | null>
  putInventoryItem(item: NewItem): Promise<Written<object>>
  createOffer(offer: NewOffer): Promise<Written<{ offer_id: string }>>
  publishOffer(offerId: string): Promise<Written<{ ebay_item_id: string }>>
  deleteOffer(offerId: string): Promise<Written<object>>
  deleteInventoryItem(sku: string): Promise<Written<object>>
}

/** eBay with our app keys; null while there are none. */
export function openEbay({ timeoutMs = 20_000 }: { timeoutMs?: number } = {}): Ebay | null {
  const env = readEnv()
  if (!env.EBAY_CLIENT_ID || !env.EBAY_CLIENT_SECRET || !env.EBAY_RUNAME) return null
  const app: EbayApp = {
    apiUrl: env.EBAY_API_BASE_URL,
    authUrl: env.EBAY_AUTH_BASE_URL,
    clientId: env.EBAY_CLIENT_ID,
    clientSecret: env.EBAY_CLIENT_SECRET,
    ruName: env.EBAY_RUNAME,
    timeoutMs,
  }
  const account = (accessToken: string, signal?: AbortSignal): EbayAccount => ({
    apiUrl: env.EBAY_API_BASE_URL,
    apizUrl: env.EBAY_APIZ_BASE_URL,
    accessToken,
    timeoutMs,
    signal,
  })
  return {
    environment: env.EBAY_ENVIRONMENT,
    consentUrl: ({ state }) => consentUrl(app, state),
    redeemCode: (code) => redeemCode(app, code),
    refreshTokens: (refreshToken) => refreshTokens(app, refreshToken),
    openSeller: (accessToken, signal) => openSeller(account(accessToken, signal)),
    async getNotificationKey(keyId) {
      if (!z.uuid().safeParse(keyId).success) throw new RangeError('A notification key is named by a UUID')
      const call = { path: `/commerce/notification/v1/public_key/${keyId}` }
      const { accessToken } = await appAccess(app)
      try {
        return await readRest(account(accessToken), call, PublicKeyAnswer)
      } catch (error) {
        if (!(error instanceof ProviderError) || error.outcome !== 'reconnect') throw error
        const renewed = await appAccess(app, accessToken)
        return readRest(account(renewed.accessToken), call, PublicKeyAnswer)
      }
    },
  }
}

function openSeller(account: EbayAccount): EbaySeller {
  return {
    async getUser() {
      const user = await readRest(account, { path: '/commerce/identity/v1/user/', host: 'apiz' }, UserAnswer)
      return { id: user.userId, username: user.username, marketplace_id: user.registrationMarketplaceId ?? null }
    },
    getActivePage: (page) => getActivePage(account, page),
    getItem: (itemId) => getItem(account, itemId),
    setTradingPrices: (changes) => setTradingPrices(account, changes),
    getInventoryPage: (page, size) => getInventoryPage(account, page, size),
    getOffers: (sku) => getOffers(account, sku),
    getOffer: (offerId) => getOffer(account, offerId),
    setOfferPrices: (changes) => setOfferPrices(account, changes),
    async getRateLimits() {
      const answer = await sendRest(account, { path: '/developer/analytics/v1_beta/user_rate_limit/' })
      if (answer.status === 204) return []
      if (answer.status !== 200) throw restFailure(answer)
      return toRateLimits(jsonOf(answer, RateLimitsAnswer))
    },
    getPolicies: (kind, marketplaceId) => getPolicies(account, kind, marketplaceId),
    getEnabledLocations: () => getEnabledLocations(account),
    suggestCategories: (treeId, words) => suggestCategories(account, treeId, words),
    getCategoryAspects: (treeId, categoryId) => getCategoryAspects(account, treeId, categoryId),
    getCategoryConditions: (marketplaceId, categoryId) => getCategoryConditions(account, marketplaceId, categoryId),
    findInventoryItem: (sku) => findInventoryItem(account, sku),
    putInventoryItem: (item) => putInventoryItem(account, item),
    createOffer: (offer) => createOffer(account, offer),
    publishOffer: (offerId) => publishOffer(account, offerId),
    deleteOffer: (offerId) => deleteOffer(account, offerId),
    deleteInventoryItem: (sku) => deleteInventoryItem(account, sku),
  }
}

const toRateLimits = ({ rateLimits }: z.infer<typeof RateLimitsAnswer>): EbayRateLimit[] =>
  (rateLimits ?? []).flatMap(({ apiName, resources }) =>
    resources.flatMap(({ name, rates }) =>
      (rates ?? []).map(({ limit, remaining, reset, timeWindow }) => ({
        api: apiName,
        resource: name,
        limit,
        remaining,
        resets_at: reset ?? null,
        window_seconds: timeWindow ?? null,
      })),
    ),
  )
