import { createClient } from '@supabase/supabase-js'
import { expect, test } from 'vitest'
import type { EbaySession } from '../connections/ebay.ts'
import type { Database } from '../db/database.types.ts'
import { AppError } from '../errors.ts'
import type { PriceAnswer } from '../providers/ebay/index.ts'
import { ProviderError, type ProviderOutcome } from '../providers/errors.ts'
import type { Change } from './engine.repo.ts'
import { sendCall, toCalls } from './send-prices.ts'

const change = (more: Partial<Change> = {}): Change => ({
  id: crypto.randomUUID(),
  listing_id: crypto.randomUUID(),
  ebay_item_id: '110000000001',
  sku: null,
  offer_id: null,
  management_kind: 'trading',
  old_price_cents: 1000,
  new_price_cents: 900,
  currency: 'USD',
  planned_at: '2026-11-29T00:00:00Z',
  seen_at: null,
  ...more,
})

/** How the changes of one call end when the call ends in this error. */
async function endsOf(error: Error, changes = [change()]) {
  const fail = () => Promise.reject(error)
  const session: EbaySession = { account: 'dana', use: fail, once: fail }
  // No call of these writes anything: the client has no server.
  const serviceDb = createClient<Database>('http://127.0.0.1:9', 'none')
  const sent = await sendCall(changes, { serviceDb, workspaceId: '', session })
  return { outcomes: sent.results.map(({ outcome }) => outcome), isStopped: sent.stop !== null }
}
const failure = (outcome: ProviderOutcome, code: string, status?: number) =>
  new ProviderError({ provider: 'ebay', outcome, code, status })

test.each([
  ['a redirect', failure('rejected', 'redirected', 302)],
  ['an answer that is too large', failure('rejected', 'answer_too_large')],
  ['a page of HTML', failure('try_later', 'http_403', 403)],
  ['a lost answer', failure('try_later', 'timeout')],
  ["eBay's own failure", failure('try_later', 'ebay_25001', 500)],
  ['our database, after eBay answered', new AppError('database_unavailable')],
])('%s proves nothing: only a reading tells', async (_name, error) => {
  expect(await endsOf(error)).toEqual({ outcomes: ['unknown'], isStopped: false })
})

test('a refused sign-in comes before anything was done, and stops the run', async () => {
  expect(await endsOf(new AppError('ebay_reconnect'))).toEqual({ outcomes: ['again'], isStopped: true })
})

test('several SKUs in a refused call are sent again, one by one', async () => {
  const two = [1, 2].map((at) => change({ management_kind: 'inventory', sku: `S${at}`, offer_id: `${at}` }))
  expect(await endsOf(failure('rejected', 'ebay_25002', 400), two)).toEqual({
    outcomes: ['again', 'again'],
    isStopped: false,
  })
})

test.each([
  ['an invalid price', { scope: 'listing', duration: 'good' }],
  ['an end', { scope: 'listing', duration: 'day', isEnded: true }],
  ['the other interface', { scope: 'listing', duration: 'moment', isMisrouted: true }],
  ['a code nobody has seen', { scope: 'listing', duration: 'day' }],
] as const)('%s that names none of four listings blames none: each is sent by itself', async (_name, refusal) => {
  const four = [1, 2, 3, 4].map((at) => change({ ebay_item_id: `11000000000${at}` }))
  const answer: PriceAnswer = { outcome: 'refused', code: '73', message: 'No.', refusal, isUnnamed: true }
  const once = async () => new Map(four.map(({ ebay_item_id }) => [ebay_item_id, answer]))
  // safe: the one method that is called answers what `setTradingPrices` answers
  const session = { account: 'dana', use: once, once } as unknown as EbaySession
  const serviceDb = createClient<Database>('http://127.0.0.1:9', 'none')
  const { results, apart } = await sendCall(four, { serviceDb, workspaceId: '', session })
  expect(results.map(({ outcome }) => outcome)).toEqual(['again', 'again', 'again', 'again'])
  expect(toCalls(four, 1, new Set(apart)).map(({ length }) => length)).toEqual([1, 1, 1, 1])
})
