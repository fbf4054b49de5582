// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleListing, sampleSync } from '#app/testing/sample-listings.ts'
import { sampleEbaySettings } from '#app/testing/sample-prices.ts'
import { noEbay } from '#app/testing/samples.ts'
import { ebayContract } from '#core/connections/ebay.ts'
import { listingsContract } from '#core/listings/contract.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { ebaySettingsContract, pricesContract, strategiesContract } from '#core/prices/contract.ts'
import type { PriceChange } from '#core/prices/schema.ts'

beforeEach(() => {
  startWorld()
})

const AT = '2026-11-20T09:30:00+00:00'

const sampleChange = (change: Partial<PriceChange> = {}): PriceChange => ({
  id: crypto.randomUUID(),
  listing_id: null,
  run_id: null,
  ebay_item_id: '110000000001',
  sku: null,
  title: 'Desk lamp',
  picture_url: null,
  kind: 'manual',
  slot_at: null,
  strategy_id: null,
  strategy_name: null,
  inputs: {},
  floor_cents: null,
  old_price_cents: 50_00,
  new_price_cents: 45_00,
  currency: 'USD',
  state: 'confirmed',
  reason_code: null,
  reason: null,
  actor_id: null,
  actor_name: 'Ana Lima',
  undo_of: null,
  is_undone: false,
  planned_at: AT,
  sent_at: AT,
  confirmed_at: AT,
  seen_price_cents: 45_00,
  ...change,
})

/** One listing with its price history; what was asked of it is kept. */
function openListing(start: Partial<ListedListing> = {}, changes: PriceChange[] = []) {
  let listing = sampleListing(start)
  const priceHistory = [...changes]
  const told: unknown[] = []
  answer(ebayContract.status, () => ({ ...noEbay, state: 'connected' as const }))
  answer(ebaySettingsContract.get, () => sampleEbaySettings())
  answer(strategiesContract.list, () => ({ items: [] }))
  answer(listingsContract.lastSync, () => ({ sync: sampleSync() }))
  answer(listingsContract.list, () => ({ items: [listing], next_cursor: null, total: 1 }))
  answer(listingsContract.get, () => listing)
  answer(listingsContract.history, () => ({ days: [], changes: priceHistory, sales: [] }))
  answer(listingsContract.update, ({ body: { is_parked, ...own } }) => {
    told.push({ ...own, ...(is_parked === false && { is_parked }) })
    listing = Object.assign(
      { ...listing },
      own,
      is_parked === false && { parked_code: null, parked_reason: null, parked_at: null },
    )
    return listing
  })
  answer(listingsContract.setPrice, ({ body }) => {
    told.push(body)
    const change = sampleChange({
      listing_id: listing.id,
      new_price_cents: body.price_cents,
      state: 'planned',
      sent_at: null,
      confirmed_at: null,
    })
    priceHistory.push(change)
    return change
  })
  const opened = openApp(`/listings/${listing.id}`)
  return { ...opened, told, priceHistory, listing }
}

const sheet = async () => within(await screen.findByRole('dialog', { name: 'Desk lamp' }))

test('a price is changed by hand and followed until eBay shows it', async () => {
  const { user, told, priceHistory } = openListing()
  await user.type(await (await sheet()).findByRole('textbox', { name: 'New price (USD)' }), '45')
  await user.click((await sheet()).getByRole('button', { name: 'Change price' }))
  await (await sheet()).findByText('Confirmed on eBay')
  expect(told).toEqual([{ price_cents: 45_00, is_below_floor_confirmed: false }])
  const [planned] = priceHistory
  if (planned) Object.assign(planned, { state: 'confirmed', sent_at: AT, confirmed_at: AT })
  await waitFor(
    async () => expect((await sheet()).getByText('Confirmed on eBay').querySelector('time')).not.toBeNull(),
    { timeout: 5000 },
  )
})

test('a new price with a decimal comma is not sent, keeps its text and says how to write it', async () => {
  const { user, told } = openListing()
  const field = await (await sheet()).findByRole<HTMLInputElement>('textbox', { name: 'New price (USD)' })
  await user.type(field, '19,99')
  await user.click((await sheet()).getByRole('button', { name: 'Change price' }))
  await (await sheet()).findByText('Use a period for cents: 19.99')
  expect(field.value).toBe('19,99')
  expect(told).toEqual([])
})

const NEXT_WEEK = new Date(Date.now() + 7 * 86_400_000).toISOString()

test('during a sale the sheet shows its price and end, and a new price warns that it ends the sale', async () => {
  openListing({ sale_price_cents: 40_00, sale_ends_at: NEXT_WEEK })
  await (await sheet()).findByText(/^On sale \$40\.00 until /)
  ;(await sheet()).getByText('Changing the price ends the sale on eBay.')
})

test('without a sale nothing warns about one', async () => {
  openListing({ sale_price_cents: 40_00, sale_ends_at: AT })
  await (await sheet()).findByRole('textbox', { name: 'New price (USD)' })
  expect((await sheet()).queryByText(/sale on eBay|On sale/)).toBeNull()
})

test("a listing that eBay holds says until when, in eBay's words, and resumes without a person", async () => {
  openListing({ held_until: NEXT_WEEK, held_code: 'ebay_21919028', held_reason: 'The item has an open best offer.' })
  const held = await (await sheet()).findByText(/^Waiting for eBay until/)
  expect(held.parentElement?.textContent).toMatch(
    /eBay: The item has an open best offer\. Price drops resume automatically\.$/,
  )
  expect((await sheet()).queryByRole('button', { name: 'Resume' })).toBeNull()
})

test('below the floor it asks, naming both amounts', async () => {
  const { user, told } = openListing({ floor_cents: 30_00 })
  await user.type(await (await sheet()).findByRole('textbox', { name: 'New price (USD)' }), '25')
  await user.click((await sheet()).getByRole('button', { name: 'Change price' }))
  const question = within(await screen.findByRole('dialog', { name: 'Go below the floor of $30.00?' }))
  expect(told).toEqual([])
  await user.click(question.getByRole('button', { name: 'Set the price to $25.00' }))
  await waitFor(() => expect(told).toEqual([{ price_cents: 25_00, is_below_floor_confirmed: true }]))
})

test('what eBay refuses is said in its words', async () => {
  const { user } = openListing()
  answer(listingsContract.setPrice, () => {
    throw new FakeProblem('change_open', { detail: 'An earlier price change is not confirmed by eBay yet.' })
  })
  await user.type(await (await sheet()).findByRole('textbox', { name: 'New price (USD)' }), '45')
  await user.click((await sheet()).getByRole('button', { name: 'Change price' }))
  await (await sheet()).findByText('An earlier price change is not confirmed by eBay yet.')
})

test('a parked listing says why and is put back to work', async () => {
  const { user, told } = openListing({
    parked_code: 'rejected',
    parked_reason: 'eBay: This listing may not be revised.',
    parked_at: AT,
  })
  await (await sheet()).findByText(/This listing may not be revised/)
  await user.click((await sheet()).getByRole('button', { name: 'Resume' }))
  await waitFor(() => expect(told).toEqual([{ is_parked: false }]))
  await waitFor(async () => expect((await sheet()).queryByRole('button', { name: 'Resume' })).toBeNull())
})

test('a proposed floor is one press', async () => {
  const { user, told } = openListing({ cost_cents: 20_00 })
  await user.click(await (await sheet()).findByRole('button', { name: '$30.00: 60% of the price' }))
  await waitFor(() => expect(told).toEqual([{ floor_cents: 30_00 }]))
  ;(await sheet()).getByRole('button', { name: /cost \+ fees \+ margin/ })
})

test('the newest change can be undone, an older one cannot', async () => {
  const id = crypto.randomUUID()
  const older = sampleChange({ listing_id: id, old_price_cents: 55_00, new_price_cents: 50_00 })
  const newest = sampleChange({ listing_id: id })
  const { user } = openListing({ id }, [older, newest])
  let undone: string | undefined
  answer(pricesContract.undo, ({ params }) => {
    undone = params.id
    return sampleChange({ kind: 'undo', undo_of: newest.id, new_price_cents: 50_00 })
  })
  const buttons = await (await sheet()).findAllByRole('button', { name: 'Undo' })
  expect(buttons).toHaveLength(1)
  await user.click(buttons[0] as HTMLElement) // safe: there is one, as just expected
  await waitFor(() => expect(undone).toBe(newest.id))
})

test('an undo that is refused says who changed the price, and nothing looks undone', async () => {
  const id = crypto.randomUUID()
  const { user } = openListing({ id }, [sampleChange({ listing_id: id })])
  const detail = 'Ben Ode set the price to 44.00 USD on November 21. Nothing was undone.'
  answer(pricesContract.undo, () => {
    throw new FakeProblem('cannot_undo', { detail })
  })
  await user.click(await (await sheet()).findByRole('button', { name: 'Undo' }))
  await screen.findByText(detail)
  screen.getByText('The price stays as it is.')
})

/** A relisted item and the ended listing it follows. */
function openRelisted() {
  const ended = sampleListing({
    ebay_item_id: '110000000009',
    status: 'ended',
    floor_cents: 25_00,
    reductions_enabled: true,
    reductions_enabled_at: AT,
    cost_cents: 10_00,
  })
  const opened = openListing({ relisted_from: ended.id })
  const told: unknown[] = []
  let fresh = opened.listing
  answer(listingsContract.get, ({ params }) => (params.id === ended.id ? ended : fresh))
  answer(listingsContract.carryOver, ({ body }) => {
    told.push(body)
    fresh = { ...fresh, relisted_from: null, ...(body.is_wanted && { floor_cents: 25_00 }) }
    return { changed: 1 }
  })
  return { ...opened, told }
}

test('a relisted item names the ended one and what comes along, and one press carries it over', async () => {
  const { user, told, listing } = openRelisted()
  const relisted = within(await (await sheet()).findByRole('region', { name: 'Relisted on eBay' }))
  await relisted.findByText('Relisted from 110000000009')
  relisted.getByText('Floor $25.00 · Price drops on · Cost $10.00')
  await user.click(relisted.getByRole('button', { name: 'Carry over' }))
  await waitFor(async () => expect((await sheet()).queryByText(/Relisted from/)).toBeNull())
  expect(told).toEqual([{ ids: [listing.id], is_wanted: true }])
  expect((await sheet()).getByRole<HTMLInputElement>('textbox', { name: 'Floor' }).value).toBe('25.00')
})

test('a relisted item keeps its own settings when the person declines', async () => {
  const { user, told, listing } = openRelisted()
  const relisted = within(await (await sheet()).findByRole('region', { name: 'Relisted on eBay' }))
  await user.click(relisted.getByRole('button', { name: 'Dismiss' }))
  await waitFor(async () => expect((await sheet()).queryByText(/Relisted from/)).toBeNull())
  expect(told).toEqual([{ ids: [listing.id], is_wanted: false }])
})

test('a product found by the SKU says so and can be unlinked', async () => {
  const product = { id: crypto.randomUUID(), asin: 'B0C1234567', title: 'Lamp of mine' }
  const { user, told } = openListing({ product, product_id: product.id })
  await (await sheet()).findByText(/linked by its SKU/)
  await user.click((await sheet()).getByRole('button', { name: 'Unlink' }))
  await waitFor(() => expect(told).toEqual([{ product_id: null }]))
})

test('an address that leads nowhere says so', async () => {
  openListing()
  answer(listingsContract.get, () => {
    throw new FakeProblem('listing_not_found')
  })
  const { router } = openApp('/listings')
  await router.navigate(`/listings/${crypto.randomUUID()}`)
  await screen.findByText('This listing is not here')
})
