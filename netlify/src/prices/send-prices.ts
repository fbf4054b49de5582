import type { EbaySession } from '../connections/ebay.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { type PriceAnswer, TRADING_PRICES_PER_CALL } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'
import { type Change, type Settled, setManagementKind } from './engine.repo.ts'

/** How many calls one seller's run has under way at a time: far below eBay's own limits for these calls. */
export const SEND_CONCURRENCY = 12

/**
 * A change taken longer ago is given back instead of sent. It must be over, with the longest answer (20 s), before anybody
 * may conclude from eBay's old price that it never arrived (`private.price_settles_for`, two minutes).
 */
const TAKEN_TOO_LONG_MS = 60_000

/** eBay says it did nothing: too many calls at once, somebody else at the same item, revisions used up for today. */
const NOTHING_WAS_DONE = new Set(['2001', '25025', '518', '21919144', '21919165'])

export type Sent = {
  results: Settled[]
  /** eBay wants to be left alone for that long; nothing more should be sent before. */
  waitSeconds: number | null
  /** Nothing can be sent for this account: its person has to connect again. */
  stop: AppError | null
}

/** Changes in as few calls as eBay allows. */
export function toCalls(changes: readonly Change[], skusPerCall: number): Change[][] {
  const inventory = changes.filter(({ management_kind }) => management_kind === 'inventory')
  const trading = changes.filter(({ management_kind }) => management_kind !== 'inventory')
  return [...chunks(inventory, skusPerCall), ...chunks(trading, TRADING_PRICES_PER_CALL)]
}

function chunks(changes: readonly Change[], size: number): Change[][] {
  const calls: Change[][] = []
  for (let at = 0; at < changes.length; at += size) calls.push(changes.slice(at, at + size))
  return calls
}

type Sending = { serviceDb: Db; workspaceId: string; session: EbaySession; takenAtMs: number }

/** Sends one call's changes, prices only, through the interface that manages them, and says of each how it went. */
export async function sendCall(changes: readonly Change[], sending: Sending): Promise<Sent> {
  if (Date.now() - sending.takenAtMs > TAKEN_TOO_LONG_MS) return all(changes, 'again', 'waited_too_long')
  try {
    const answers = await (changes[0]?.management_kind === 'inventory'
      ? sendOffers(changes, sending)
      : sendTrading(changes, sending))
    const results: Settled[] = []
    for (const change of changes) results.push(await settle(change, answers.get(change.id), sending))
    return { results, waitSeconds: [...answers.values()].some(isBusy) ? BUSY_SECONDS : null, stop: null }
  } catch (error) {
    return failedCall(changes, error)
  }
}

async function sendTrading(changes: readonly Change[], { session }: Sending): Promise<Map<string, PriceAnswer>> {
  const prices = changes.map((change) => ({ ...change, price_cents: change.new_price_cents }))
  const byItem = await session.use((seller) => seller.setTradingPrices(prices))
  return new Map(changes.flatMap(({ id, ebay_item_id }) => toEntry(id, byItem.get(ebay_item_id))))
}

async function sendOffers(changes: readonly Change[], { session }: Sending): Promise<Map<string, PriceAnswer>> {
  const prices = changes.flatMap(({ sku, offer_id, new_price_cents, currency }) =>
    sku === null || offer_id === null ? [] : [{ sku, offer_id, price_cents: new_price_cents, currency }],
  )
  const byOffer = prices.length === 0 ? new Map() : await session.use((seller) => seller.setOfferPrices(prices))
  return new Map(changes.flatMap(({ id, offer_id }) => toEntry(id, byOffer.get(offer_id ?? '') ?? NO_OFFER)))
}

/** An inventory listing whose offer is not known: found out like a misrouted one. */
const NO_OFFER: PriceAnswer = {
  outcome: 'misrouted',
  code: 'offer_unknown',
  message: 'The offer of this SKU is not known.',
}

const toEntry = (id: string, answer: PriceAnswer | undefined): [string, PriceAnswer][] => (answer ? [[id, answer]] : [])

const BUSY_SECONDS = 30
const isBusy = ({ outcome, code }: PriceAnswer) => outcome === 'try_later' && (code === '2001' || code === '518')

async function settle(change: Change, answer: PriceAnswer | undefined, sending: Sending): Promise<Settled> {
  const { id } = change
  if (!answer) return { id, outcome: 'unknown', code: 'not_answered', message: null, is_parked: false }
  const { code, message } = answer
  switch (answer.outcome) {
    case 'accepted':
      return { id, outcome: 'accepted', code, message, is_parked: false }
    case 'try_later':
      return { id, outcome: NOTHING_WAS_DONE.has(code ?? '') ? 'again' : 'unknown', code, message, is_parked: false }
    case 'misrouted':
      return reroute(change, answer, sending)
    case 'rejected':
      return refused(id, code, message)
  }
}

const refused = (id: string, code: string | null, message: string | null): Settled => ({
  id,
  outcome: 'rejected',
  code: code === null ? 'refused' : `ebay_${code.replace(/^ebay_/, '')}`,
  message: message ?? 'eBay refused this price and gave no reason.',
  is_parked: true,
})

// Which interface manages a listing is eBay's to say. The right one is found out, kept, and used by the same run.
async function reroute(
  change: Change,
  answer: PriceAnswer,
  { serviceDb, workspaceId, session }: Sending,
): Promise<Settled> {
  const { id, sku, listing_id, ebay_item_id } = change
  const again: Settled = { id, outcome: 'again', code: 'misrouted', message: answer.message, is_parked: false }
  if (listing_id === null) return refused(id, answer.code, answer.message)
  if (sku !== null) {
    const offers = await session.use((seller) => seller.getOffers(sku))
    const offer = offers.find((candidate) => candidate.ebay_item_id === ebay_item_id)
    if (offer && offer.offer_id !== change.offer_id) {
      await setManagementKind(serviceDb, workspaceId, listing_id, 'inventory', offer.offer_id)
      return again
    }
    if (offer === undefined && change.management_kind === 'inventory') {
      await setManagementKind(serviceDb, workspaceId, listing_id, 'trading')
      return again
    }
  }
  log.warn('ebay.misrouted', { kind: change.management_kind, code: answer.code })
  return { ...refused(id, answer.code, answer.message), code: 'misrouted' }
}

function failedCall(changes: readonly Change[], error: unknown): Sent {
  if (error instanceof AppError) return { ...all(changes, 'again', error.code), stop: error }
  if (!(error instanceof ProviderError)) throw error
  log.warn('ebay.price_call_failed', { outcome: error.outcome, code: error.code, status: error.status })
  const isRefusedAsBusy = error.status === 429 || NOTHING_WAS_DONE.has(error.code.replace(/^ebay_/, ''))
  if (isRefusedAsBusy || error.code === 'refresh_busy') {
    return { ...all(changes, 'again', error.code), waitSeconds: error.retryAfterSeconds ?? BUSY_SECONDS }
  }
  // No answer, or one that does not say what was done: only looking will tell.
  if (error.outcome === 'try_later') return all(changes, 'unknown', error.code)
  const words = 'eBay refused the call as a whole. Nothing was changed.'
  return {
    results: changes.map(({ id }) => ({ ...refused(id, error.code, words), is_parked: changes.length === 1 })),
    waitSeconds: null,
    stop: null,
  }
}

const all = (changes: readonly Change[], outcome: 'again' | 'unknown', code: string): Sent => ({
  results: changes.map(({ id }) => ({ id, outcome, code, message: null, is_parked: false })),
  waitSeconds: null,
  stop: null,
})
