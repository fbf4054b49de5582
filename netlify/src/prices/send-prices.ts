import type { EbaySession } from '../connections/ebay.ts'
import { TOKEN_REPLACED } from '../connections/session.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { type PriceAnswer, type Refusal, refusalOf, TRADING_PRICES_PER_CALL } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'
import { type Change, type Settled, setManagementKind } from './engine.repo.ts'

/** How many calls one seller's run has under way at a time: far below eBay's own limits for these calls. */
export const SEND_CONCURRENCY = 12

export type Sent = {
  results: Settled[]
  /** eBay wants to be left alone for that long; nothing more should be sent before. */
  waitSeconds: number | null
  /** Nothing can be sent for this account: its person has to act. */
  stop: AppError | null
  /** eBay did not take several SKUs in one call. */
  isTooMany: boolean
  /** The ids of changes that eBay refused together without naming one: each is sent again in a call of its own. */
  apart: readonly string[]
}

/** Changes in as few calls as eBay allows; those that are `apart` in calls of their own. */
export function toCalls(changes: readonly Change[], skusPerCall: number, apart: ReadonlySet<string>): Change[][] {
  const alone = changes.filter(({ id }) => apart.has(id))
  const together = changes.filter(({ id }) => !apart.has(id))
  const inventory = together.filter(({ management_kind }) => management_kind === 'inventory')
  const trading = together.filter(({ management_kind }) => management_kind !== 'inventory')
  return [...chunks(inventory, skusPerCall), ...chunks(trading, TRADING_PRICES_PER_CALL), ...chunks(alone, 1)]
}

function chunks(changes: readonly Change[], size: number): Change[][] {
  const calls: Change[][] = []
  for (let at = 0; at < changes.length; at += size) calls.push(changes.slice(at, at + size))
  return calls
}

type Sending = { serviceDb: Db; workspaceId: string; session: EbaySession }

/** Sends one call's changes, prices only, through the interface that manages them, and says of each how it went. */
export async function sendCall(changes: readonly Change[], sending: Sending): Promise<Sent> {
  try {
    const answers = await (changes[0]?.management_kind === 'inventory'
      ? sendOffers(changes, sending)
      : sendTrading(changes, sending))
    const results: Settled[] = []
    for (const change of changes) results.push(await settle(change, answers.get(change.id), sending))
    const refusals = [...answers.values()].filter(({ refusal }) => refusal !== null)
    const limit = refusals.find(({ refusal }) => refusal?.scope === 'account' && refusal.duration !== 'moment')
    return {
      results,
      waitSeconds: refusals.some(isBusy) ? BUSY_SECONDS : null,
      stop: limit ? accountRefused(limit.message) : null,
      isTooMany: false,
      apart: [...answers].flatMap(([id, answer]) => (meansOneOfThem(answer) ? [id] : [])),
    }
  } catch (error) {
    return failedCall(changes, error)
  }
}

/** One listing of the call has a fault, and the answer does not say which. */
const meansOneOfThem = ({ isUnnamed, refusal }: PriceAnswer) =>
  isUnnamed === true && refusal?.scope === 'listing' && (refusal.duration !== 'moment' || refusal.isMisrouted === true)

const isBusy = ({ refusal }: PriceAnswer) => refusal?.scope === 'account' && refusal.duration === 'moment'

const accountRefused = (message: string | null) =>
  new AppError(
    'ebay_account_refused',
    `eBay does not take price changes of this account now. eBay says: ${message ?? 'nothing more.'}`,
  )

async function sendTrading(changes: readonly Change[], { session }: Sending): Promise<Map<string, PriceAnswer>> {
  const prices = changes.map((change) => ({ ...change, price_cents: change.new_price_cents }))
  const byItem = await session.once((seller) => seller.setTradingPrices(prices))
  return new Map(changes.flatMap(({ id, ebay_item_id }) => toEntry(id, byItem.get(ebay_item_id))))
}

async function sendOffers(changes: readonly Change[], { session }: Sending): Promise<Map<string, PriceAnswer>> {
  const prices = changes.flatMap(({ sku, offer_id, new_price_cents, currency }) =>
    sku === null || offer_id === null ? [] : [{ sku, offer_id, price_cents: new_price_cents, currency }],
  )
  const byOffer = prices.length === 0 ? new Map() : await session.once((seller) => seller.setOfferPrices(prices))
  return new Map(changes.flatMap(({ id, offer_id }) => toEntry(id, byOffer.get(offer_id ?? '') ?? NO_OFFER)))
}

/** An inventory listing whose offer is not known: found out like a misrouted one. */
const NO_OFFER: PriceAnswer = {
  outcome: 'refused',
  code: 'offer_unknown',
  message: 'The offer of this SKU is not known.',
  refusal: { scope: 'listing', duration: 'moment', isMisrouted: true },
}

/** How long eBay is left alone when it says that there were too many calls. */
const BUSY_SECONDS = 30

const toEntry = (id: string, answer: PriceAnswer | undefined): [string, PriceAnswer][] => (answer ? [[id, answer]] : [])

/** A refusal that passes by itself: an open offer, an end within 12 hours, the revisions of a day. */
const HOLD_SECONDS = 12 * 3600

async function settle(change: Change, answer: PriceAnswer | undefined, sending: Sending): Promise<Settled> {
  const { id } = change
  if (!answer) return { id, outcome: 'unknown', code: 'not_answered', message: null }
  const { code, message, refusal } = answer
  if (answer.outcome === 'accepted') return { id, outcome: 'accepted', code, message }
  if (refusal === null || refusal.mayBeDone) return { id, outcome: 'unknown', code, message }
  if (meansOneOfThem(answer)) return { id, outcome: 'again', code, message }
  if (refusal.isMisrouted) return reroute(change, answer, sending)
  if (refusal.duration === 'moment') return { id, outcome: 'again', code, message }
  return refused(id, code, message, refusal)
}

function refused(id: string, code: string | null, message: string | null, refusal: Refusal): Settled {
  const words: Settled = {
    id,
    outcome: 'rejected',
    code: code === null ? 'refused' : `ebay_${code.replace(/^ebay_/, '')}`,
    message: message ?? 'eBay refused this price and gave no reason.',
  }
  if (refusal.isEnded) return { ...words, is_ended: true }
  if (refusal.scope !== 'listing') return words
  return refusal.duration === 'good' ? { ...words, is_parked: true } : { ...words, hold_seconds: HOLD_SECONDS }
}

// eBay decides which interface manages a listing. The right one is found out, kept, and used by the same run. A listing
// that neither interface takes waits for the next day: eBay may be moving it.
async function reroute(
  change: Change,
  answer: PriceAnswer,
  { serviceDb, workspaceId, session }: Sending,
): Promise<Settled> {
  const { id, sku, listing_id, ebay_item_id } = change
  const again: Settled = { id, outcome: 'again', code: 'misrouted', message: answer.message }
  const wait = { ...refused(id, answer.code, answer.message, refusalOf(null, null)), code: 'misrouted' }
  if (listing_id === null) return wait
  try {
    const offers = sku === null ? [] : await session.use((seller) => seller.getOffers(sku))
    const offer = offers.find((candidate) => candidate.ebay_item_id === ebay_item_id)
    if (offer && (offer.offer_id !== change.offer_id || change.management_kind !== 'inventory')) {
      await setManagementKind(serviceDb, workspaceId, listing_id, 'inventory', offer.offer_id)
      return again
    }
    if (offer === undefined && change.management_kind === 'inventory') {
      await setManagementKind(serviceDb, workspaceId, listing_id, 'trading')
      return again
    }
  } catch (error) {
    if (!(error instanceof ProviderError) && !(error instanceof AppError)) throw error
    // eBay did not do anything with this change, so whatever happens to the question, it may be sent again.
    return again
  }
  log.warn('ebay.misrouted', { kind: change.management_kind, code: answer.code })
  return wait
}

function failedCall(changes: readonly Change[], error: unknown): Sent {
  if (error instanceof AppError) {
    // Only a refused sign-in is certain to come before anything was done.
    const isBefore = error.code === 'ebay_reconnect' || error.code === 'ebay_not_connected'
    return { ...all(changes, isBefore ? 'again' : 'unknown', error.code), stop: isBefore ? error : null }
  }
  if (!(error instanceof ProviderError)) throw error
  // A refused token comes before anything is done; the call is judged again before it goes out with the new one.
  if (error.code === TOKEN_REPLACED) return all(changes, 'again', error.code)
  log.warn('ebay.price_call_failed', { outcome: error.outcome, code: error.code, status: error.status })
  const code = error.code.replace(/^ebay_/, '')
  const refusal = refusalOf(code, null)
  const isBusyNow = error.status === 429 || error.code === 'refresh_busy'
  if (isBusyNow || (refusal.duration === 'moment' && refusal.scope === 'account')) {
    return { ...all(changes, 'again', error.code), waitSeconds: error.retryAfterSeconds ?? BUSY_SECONDS }
  }
  // No answer, or one that does not say what was done: only a reading tells.
  const isEbaysOwn = /^ebay_\d+$/.test(error.code)
  if (error.outcome === 'try_later' || (!isEbaysOwn && error.outcome !== 'reconnect')) {
    const wasNothingDone = refusal.duration === 'moment' && !refusal.mayBeDone
    return all(changes, wasNothingDone ? 'again' : 'unknown', error.code)
  }
  if (changes.length > 1 && changes[0]?.management_kind === 'inventory') {
    return { ...all(changes, 'again', error.code), isTooMany: true }
  }
  const words = 'eBay refused the call as a whole. Nothing was changed.'
  return {
    results: changes.map(({ id }) => refused(id, error.code, words, refusal)),
    waitSeconds: null,
    stop: refusal.scope === 'account' ? accountRefused(null) : null,
    isTooMany: false,
    apart: [],
  }
}

const all = (changes: readonly Change[], outcome: 'again' | 'unknown', code: string): Sent => ({
  results: changes.map(({ id }) => ({ id, outcome, code, message: null })),
  waitSeconds: null,
  stop: null,
  isTooMany: false,
  apart: [],
})
