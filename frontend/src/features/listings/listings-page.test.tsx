// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleListing, sampleSync } from '#app/testing/sample-listings.ts'
import { sampleEbaySettings, sampleStrategy } from '#app/testing/sample-prices.ts'
import { ana, noEbay, noListings } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import type { EbayStatus } from '#core/connections/ebay.ts'
import { ebayContract } from '#core/connections/ebay.ts'
import { listingsContract } from '#core/listings/contract.ts'
import type { EbaySync, ListedListing } from '#core/listings/schema.ts'
import { ebaySettingsContract, pricesContract, strategiesContract } from '#core/prices/contract.ts'
import type { EbaySettings, PriceRun, ReducedPrices } from '#core/prices/schema.ts'

const CONNECTED: EbayStatus = { ...noEbay, state: 'connected', ebay_username: 'dana', environment: 'production' }
const HOUR_MS = 3_600_000
const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString()

beforeEach(() => {
  startWorld()
})

const steady = sampleStrategy({ is_live: true })

/** A shop that keeps what it is told, and how it was told. */
function openShop(listings: ListedListing[], more: { settings?: Partial<EbaySettings>; sync?: EbaySync | null } = {}) {
  let shop = listings
  let settings = sampleEbaySettings(more.settings)
  const told: unknown[] = []
  const asked: Record<string, string>[] = []
  answer(ebayContract.status, () => CONNECTED)
  answer(ebaySettingsContract.get, () => settings)
  answer(ebaySettingsContract.update, ({ body }) => {
    told.push(body)
    const { reductions_paused = settings.reductions_paused, vacation_until = settings.vacation_until } = body
    settings = { ...settings, reductions_paused, vacation_until, paused_at: reductions_paused ? ago(0) : null }
    return settings
  })
  answer(strategiesContract.list, () => ({ items: [steady] }))
  answer(listingsContract.counts, () => ({ ...noListings, active: shop.length }))
  answer(listingsContract.lastSync, () => ({ sync: more.sync === undefined ? sampleSync() : more.sync }))
  answer(listingsContract.list, ({ query }) => {
    asked.push(query)
    return { items: shop, next_cursor: null, total: shop.length }
  })
  answer(listingsContract.update, ({ params, body }) => {
    told.push(body)
    const { is_parked, ...own } = body
    const known = shop.find(({ id }) => id === params.id)
    if (!known) throw new FakeProblem('listing_not_found')
    const changed: ListedListing = Object.assign(
      { ...known },
      own,
      own.reductions_enabled && { reductions_enabled_at: ago(0) },
      is_parked === false && { parked_code: null, parked_reason: null, parked_at: null },
    )
    shop = shop.map((listing) => (listing.id === params.id ? changed : listing))
    return changed
  })
  answer(listingsContract.bulk, ({ body }) => {
    told.push(body)
    return { changed: body.ids.length, without_cost: 0 }
  })
  return { told, asked }
}

const row = async (title: string) =>
  within((await screen.findByRole('link', { name: title })).closest('tr') as HTMLElement) // safe: a link of the table stands in a row

test('without eBay the page leads to Connections', async () => {
  answer(ebaySettingsContract.get, () => sampleEbaySettings())
  answer(strategiesContract.list, () => ({ items: [] }))
  answer(listingsContract.lastSync, () => ({ sync: null }))
  openApp('/listings')
  await screen.findByRole('heading', { name: 'eBay is not connected' })
  expect(screen.getByRole('link', { name: 'Connect eBay' }).getAttribute('href')).toBe('/connections')
})

test('connected and without listings the page offers to read them', async () => {
  openShop([], { sync: null })
  let isAsked = false
  answer(listingsContract.sync, () => {
    isAsked = true
    return { sync: sampleSync({ state: 'running', phase: 'listings', finished_at: null }) }
  })
  const { user } = openApp('/listings')
  await user.click(await screen.findByRole('button', { name: 'Sync now' }))
  await waitFor(() => expect(isAsked).toBe(true))
})

test('each row says why it is not cut and what to do', async () => {
  openShop([
    sampleListing({ title: 'Off' }),
    sampleListing({ title: 'Bare', reductions_enabled: true, reductions_enabled_at: ago(1) }),
    sampleListing({
      title: 'Going',
      reductions_enabled: true,
      reductions_enabled_at: ago(1),
      floor_cents: 30_00,
      strategy_id: steady.id,
    }),
  ])
  openApp('/listings')
  ;(await row('Off')).getByText('Price drops are turned off for this listing.')
  ;(await row('Bare')).getByText('Set a floor to allow price drops.')
  ;(await row('Going')).getByText('Scheduled')
  ;(await row('Going')).getByText(/→ \$47\.50/)
  ;(await row('Going')).getByText(/floor in \d+ days/)
})

test('what eBay has not said about stock is no zero', async () => {
  openShop([sampleListing({ title: 'Hidden stock', quantity_available: null })])
  openApp('/listings')
  ;(await row('Hidden stock')).getByText('eBay has not said', { exact: false })
})

test('a floor is typed in its cell, shown at once, and taken back by Undo', async () => {
  const { told } = openShop([sampleListing()])
  const { user } = openApp('/listings')
  const floor = await screen.findByRole('textbox', { name: 'Floor of Desk lamp' })
  await user.type(floor, '29.90{Enter}')
  await waitFor(() => expect(told).toEqual([{ floor_cents: 29_90 }]))
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(told).toEqual([{ floor_cents: 29_90 }, { floor_cents: null }]))
})

test('a floor the API refuses goes back to what it was, and says why', async () => {
  openShop([sampleListing({ floor_cents: 20_00 })])
  answer(listingsContract.update, () => {
    throw new FakeProblem('not_allowed', { detail: 'Ask an owner or manager of the workspace to do this.' })
  })
  const { user } = openApp('/listings')
  const floor = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Floor of Desk lamp' })
  await user.clear(floor)
  await user.type(floor, '25{Enter}')
  await screen.findByText('Ask an owner or manager of the workspace to do this.')
  await waitFor(() => expect(floor.value).toBe('20.00'))
})

test.each([
  ['19,99', 'Use a period for cents: 19.99'],
  ['1.299,00', 'Use a period for cents: 1299.00'],
  ['0', 'Enter an amount above zero, or nothing.'],
])('a floor typed as %s is not saved, keeps its text and says why', async (text, words) => {
  const { told } = openShop([sampleListing({ floor_cents: 20_00 })])
  const { user } = openApp('/listings')
  const floor = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Floor of Desk lamp' })
  await user.clear(floor)
  await user.type(floor, text)
  await user.tab()
  expect((await screen.findByRole('alert')).textContent).toBe(words)
  expect([floor.value, floor.getAttribute('aria-invalid')]).toEqual([text, 'true'])
  await user.click(floor)
  await user.keyboard('{Escape}')
  expect(floor.value).toBe('20.00')
  expect(screen.queryByRole('alert')).toBeNull()
  expect(told).toEqual([])
})

test('a person with German numbers reads and types floors with a comma', async () => {
  answer(accountsContract.me, () => ({ ...ana, locale: 'de-DE' }))
  const { told } = openShop([sampleListing({ floor_cents: 20_00 })])
  const { user } = openApp('/listings')
  const floor = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Floor of Desk lamp' })
  await waitFor(() => expect(floor.value).toBe('20,00'))
  await user.clear(floor)
  await user.type(floor, '1.299,50{Enter}')
  await waitFor(() => expect(told).toEqual([{ floor_cents: 1299_50 }]))
})

test('the switch says that the first cut is one interval away', async () => {
  const { told } = openShop([sampleListing()])
  const { user } = openApp('/listings')
  await user.click(await screen.findByRole('switch', { name: 'Price drops of Desk lamp' }))
  await screen.findByText('The first price drop is one interval from now.')
  expect(told).toEqual([{ reductions_enabled: true }])
})

test('filters, tabs and order are asked of the API and stand in the address', async () => {
  const { asked } = openShop([sampleListing()])
  const { user, router } = openApp(`/listings?strategy_id=${steady.id}&parked=yes`)
  await row('Desk lamp')
  expect(asked[0]).toMatchObject({ strategy_id: steady.id, is_parked: 'true' })
  await user.click(screen.getByRole('button', { name: /^Active/ }))
  await user.click(screen.getByRole('button', { name: 'Price' }))
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ status: 'active', sort: '-price_cents' }))
  expect(router.state.location.search).toContain('sort=-price_cents')
  await user.click(screen.getByRole('button', { name: 'Clear filters' }))
  await waitFor(() => expect(asked.at(-1)).not.toHaveProperty('is_parked'))
})

test('floors for many by cost say how many have no cost, and Undo writes the old ones back', async () => {
  const [lamp, mug] = [sampleListing({ title: 'Lamp', cost_cents: 10_00 }), sampleListing({ title: 'Mug' })]
  const { told } = openShop([lamp, mug])
  const { user } = openApp('/listings')
  await row('Lamp')
  await user.click(screen.getByRole('checkbox', { name: 'Select Lamp' }))
  await user.click(screen.getByRole('checkbox', { name: 'Select Mug' }))
  const bar = within(screen.getByRole('region', { name: 'Selected listings' }))
  bar.getByText('2 selected')
  await user.click(bar.getByRole('button', { name: 'Floors' }))
  const form = within(await screen.findByRole('dialog', { name: 'Set floors' }))
  await user.click(form.getByRole('radio', { name: /Cost \+ fees/ }))
  form.getByText(/1 have no cost/)
  await user.click(form.getByRole('button', { name: 'Set 1 floor' }))
  await waitFor(() =>
    expect(told).toEqual([{ ids: [lamp.id], patch: { floor: { rule: 'cost', only_without: true } } }]),
  )
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(told.at(-1)).toEqual({ ids: [lamp.id], patch: { floor_cents: null } }))
})

test('Pause all price drops is one switch away and says since when', async () => {
  const { told } = openShop([sampleListing()])
  const { user } = openApp('/listings')
  await user.click(await screen.findByRole('switch', { name: 'Pause all price drops' }))
  await screen.findByText('Pause all price drops is on')
  expect(told).toEqual([{ reductions_paused: true }])
})

test('cuts that are due while nobody runs raise the alarm, with the way to the runs', async () => {
  openShop([sampleListing()])
  answer(listingsContract.counts, () => ({ ...noListings, active: 1, overdue_since: '2026-11-20T08:00:00+00:00' }))
  openApp('/listings')
  expect(await screen.findByText(/Price drops are due, and no run has succeeded since/)).toBeDefined()
  expect(screen.getByRole('link', { name: 'See the runs' }).getAttribute('href')).toBe('/ledger?view=runs')
})

test('a sync that was not complete says that nothing was ended, and shows the rows it could not take', async () => {
  const error_rows = [{ ebay_item_id: '7', title: 'Broken row', message: 'eBay sent no price.' }]
  openShop([sampleListing()], { sync: sampleSync({ is_complete: false, error_rows }) })
  const { user } = openApp('/listings')
  await screen.findByText('Not complete: nothing was ended.')
  await user.click(screen.getByRole('button', { name: 'Show 1 row with an error' }))
  within(await screen.findByRole('dialog')).getByText('eBay sent no price.')
})

const PLAN: ReducedPrices = {
  run_id: null,
  counts: { looked_at: 2, changes: 1, skipped: 1 },
  skipped_by_reason: { no_floor: 1 },
  changes: [
    {
      listing_id: crypto.randomUUID(),
      ebay_item_id: '1',
      title: 'Desk lamp',
      strategy_id: steady.id,
      strategy_name: 'Steady',
      slot_at: ago(1),
      old_price_cents: 50_00,
      new_price_cents: 47_50,
      floor_cents: 30_00,
      currency: 'USD',
    },
  ],
  skipped: [],
}

test('Lower prices now shows what it would do before it does it, and then what became of it', async () => {
  openShop([sampleListing()])
  const asked: unknown[] = []
  const run: PriceRun = {
    id: crypto.randomUUID(),
    started_by: 'person',
    requested_by_name: 'Ana Lima',
    undone_by: null,
    state: 'finished',
    stop_code: null,
    stop_reason: null,
    due: 1,
    counts: { confirmed: 1 },
    skipped: {},
    taken_off: [{ currency: 'USD', cents: 2_50 }],
    started_at: ago(0),
    finished_at: ago(0),
  }
  answer(pricesContract.preview, () => PLAN)
  answer(pricesContract.reduce, ({ body }) => {
    asked.push(body)
    return { ...PLAN, run_id: run.id }
  })
  answer(pricesContract.run, () => run)
  const { user } = openApp('/listings')
  await user.click(await screen.findByRole('button', { name: 'Lower prices now' }))
  const dialog = within(await screen.findByRole('dialog'))
  await dialog.findByText(/Nothing has been sent to eBay yet/)
  dialog.getByText('No floor is set, so it is not known how far the price may fall.')
  expect(asked).toEqual([])
  await user.click(dialog.getByRole('button', { name: 'Lower prices of 1 listing' }))
  await dialog.findByText('The run is finished.')
  dialog.getByText('$2.50 total reduced')
  expect(asked).toEqual([{ dry_run: false }])
})
