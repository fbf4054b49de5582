// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleListing, sampleSync } from '#app/testing/sample-listings.ts'
import { sampleEbaySettings, samplePriceRun, sampleStrategy } from '#app/testing/sample-prices.ts'
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
    settings = Object.assign({ ...settings }, body, { paused_at: body.reductions_paused ? ago(0) : null })
    return settings
  })
  answer(strategiesContract.list, () => ({ items: [steady] }))
  const isRelisted = ({ relisted_from }: ListedListing) => relisted_from !== null
  answer(listingsContract.counts, () => ({
    ...noListings,
    active: shop.length,
    relisted: shop.filter(isRelisted).length,
  }))
  answer(listingsContract.carryOver, ({ body }) => {
    told.push(body)
    shop = shop.map((listing) => (body.ids.includes(listing.id) ? { ...listing, relisted_from: null } : listing))
    return { changed: body.ids.length }
  })
  answer(listingsContract.lastSync, () => ({ sync: more.sync === undefined ? sampleSync() : more.sync }))
  answer(listingsContract.list, ({ query }) => {
    asked.push(query)
    const items = query.is_relisted === 'true' ? shop.filter(isRelisted) : shop
    return { items, next_cursor: null, total: items.length }
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

test('an uploader is told that listings are not for them, and none are asked for', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  answer(listingsContract.list, () => {
    throw new Error('an uploader may not ask for listings')
  })
  openApp('/listings')
  await screen.findByRole('heading', { name: 'Listings are for owners and managers' })
})

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

const WORKING = {
  reductions_enabled: true,
  reductions_enabled_at: ago(1),
  floor_cents: 30_00,
  strategy_id: steady.id,
}
const NEXT_WEEK = new Date(Date.now() + 7 * 24 * HOUR_MS).toISOString()
const shortDay = (instant: string) =>
  new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: ana.time_zone }).format(
    new Date(instant),
  )

test('a sale on eBay stands beside the regular price with its end, and price drops wait for it', async () => {
  openShop([
    sampleListing({ ...WORKING, title: 'On sale', sale_price_cents: 40_00, sale_ends_at: NEXT_WEEK }),
    sampleListing({ ...WORKING, title: 'Sale over', sale_price_cents: 40_00, sale_ends_at: ago(1) }),
  ])
  openApp('/listings')
  const onSale = await row('On sale')
  onSale.getByText('$50.00')
  onSale.getByText(`On sale $40.00 until ${shortDay(NEXT_WEEK)}`)
  onSale.getByText('In a sale')
  onSale.getByText(`Resumes after ${shortDay(NEXT_WEEK)}.`)
  expect((await row('Sale over')).queryByText(/On sale \$/)).toBeNull()
})

test('with price drops during sales a listing on sale is lowered like any other', async () => {
  openShop([sampleListing({ ...WORKING, sale_price_cents: 40_00, sale_ends_at: NEXT_WEEK })], {
    settings: { lower_during_sales: true },
  })
  openApp('/listings')
  const lamp = await row('Desk lamp')
  lamp.getByText('Scheduled')
  lamp.getByText(/On sale \$40\.00/)
})

test("a listing that eBay holds says until when, in eBay's words, and needs nobody", async () => {
  openShop([
    sampleListing({
      ...WORKING,
      held_until: NEXT_WEEK,
      held_code: 'ebay_21919028',
      held_reason: 'The item has an open best offer.',
    }),
  ])
  openApp('/listings')
  const lamp = await row('Desk lamp')
  lamp.getByText('Waiting for eBay')
  lamp.getByText(/^Waiting for eBay until .+\. eBay: The item has an open best offer\.$/)
  expect(lamp.queryByRole('button', { name: 'Resume' })).toBeNull()
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
  await screen.findByText('Partial sync. No listings were marked as ended.')
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

async function lowerSelected(titles: string[]) {
  const listings = titles.map((title) => sampleListing({ title }))
  openShop(listings)
  answer(pricesContract.preview, ({ body }) => ({
    ...PLAN,
    counts: { looked_at: body.listing_ids?.length ?? 0, changes: 1, skipped: 2 },
    skipped_by_reason: { not_due_yet: 2 },
    skipped: listings.slice(1).map(({ id, ebay_item_id, title }) => ({
      listing_id: id,
      ebay_item_id,
      title,
      reason: 'not_due_yet' as const,
    })),
  }))
  const opened = openApp('/listings')
  for (const title of titles) await opened.user.click(await screen.findByRole('checkbox', { name: `Select ${title}` }))
  const bar = within(screen.getByRole('region', { name: 'Selected listings' }))
  await opened.user.click(bar.getByRole('button', { name: 'Lower prices now' }))
  return { ...opened, listings, dialog: within(await screen.findByRole('dialog', { name: 'Lower prices now' })) }
}

test('Lower prices now of a selection looks at the selected listings only, and names those it skips', async () => {
  const { user, listings, dialog } = await lowerSelected(['Desk lamp', 'Mug', 'Tray'])
  await dialog.findByText(/^3 listings selected\. 1 listing would be lowered now\./)
  dialog.getByText('2 listings would not, because')
  dialog.getByText('Mug, Tray')
  const asked: unknown[] = []
  answer(pricesContract.reduce, ({ body }) => {
    asked.push(body)
    return { ...PLAN, run_id: run.id }
  })
  const run = samplePriceRun({ counts: { confirmed: 1 }, skipped: { not_due_yet: 2 } })
  answer(pricesContract.run, () => run)
  await user.click(dialog.getByRole('button', { name: 'Lower prices of 1 listing' }))
  await waitFor(() => expect(asked).toEqual([{ dry_run: false, listing_ids: listings.map(({ id }) => id) }]))
  await screen.findByText('The run is finished.')
})

test("another run under way is said in the API's sentence, and the dialog stays", async () => {
  const { user, dialog } = await lowerSelected(['Desk lamp'])
  answer(pricesContract.reduce, () => {
    throw new FakeProblem('price_run_running', {
      detail: 'Another run is under way. Wait for its end, or stop it with Pause all price drops.',
    })
  })
  await user.click(await dialog.findByRole('button', { name: 'Lower prices of 1 listing' }))
  await dialog.findByText('Another run is under way. Wait for its end, or stop it with Pause all price drops.')
  dialog.getByRole('button', { name: 'Lower prices of 1 listing' })
})

const relistedShop = () => {
  const relisted = ['Lamp', 'Mug'].map((title) => sampleListing({ title, relisted_from: crypto.randomUUID() }))
  return { relisted, ...openShop([sampleListing({ title: 'Tray' }), ...relisted]) }
}

test('relisted items are asked about once, and one press carries the settings of all of them over', async () => {
  const { relisted, told } = relistedShop()
  const { user } = openApp('/listings')
  await screen.findByText('2 listings were relisted on eBay. Carry over floor, strategy and switch?')
  ;(await row('Mug')).getByText(/· relisted/)
  await user.click(screen.getByRole('button', { name: 'Carry over' }))
  await screen.findByText('Settings carried over: 2 listings')
  expect(told).toEqual([{ ids: relisted.map(({ id }) => id), is_wanted: true }])
  await waitFor(() => expect(screen.queryByText(/relisted on eBay\. Carry over/)).toBeNull())
})

test('relisted items can be declined', async () => {
  const { relisted, told } = relistedShop()
  const { user } = openApp('/listings')
  await user.click(await screen.findByRole('button', { name: 'Dismiss' }))
  await screen.findByText('Not carried over: 2 listings')
  expect(told).toEqual([{ ids: relisted.map(({ id }) => id), is_wanted: false }])
})

test('relisted items can be listed alone, and some of them carried over', async () => {
  const { relisted, told, asked } = relistedShop()
  const { user, router } = openApp('/listings')
  await user.click(await screen.findByRole('button', { name: 'Show them' }))
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ is_relisted: 'true' }))
  expect(router.state.location.search).toContain('relisted=yes')
  await user.click(await screen.findByRole('checkbox', { name: 'Select Mug' }))
  const bar = within(screen.getByRole('region', { name: 'Selected listings' }))
  await user.click(bar.getByRole('button', { name: 'Carry over 1' }))
  await waitFor(() => expect(told).toEqual([{ ids: [relisted[1]?.id], is_wanted: true }]))
})

test('the settings say what a price drop during a sale does, and each switch holds at once', async () => {
  const { told } = openShop([sampleListing()])
  const { user } = openApp('/listings')
  await user.click(await screen.findByRole('button', { name: 'eBay settings' }))
  const sheet = within(await screen.findByRole('dialog', { name: 'eBay settings' }))
  sheet.getByText(/^A new price ends the sale on eBay\./)
  const sales = sheet.getByRole('switch', { name: 'Lower prices during sales' })
  await user.click(sales)
  await waitFor(() => expect(sales.getAttribute('aria-checked')).toBe('true'))
  await user.click(sheet.getByRole('switch', { name: 'Carry over settings to relisted items automatically' }))
  await waitFor(() => expect(told).toEqual([{ lower_during_sales: true }, { carries_over_relisted: true }]))
})

test('a fixed fee with a decimal comma is not saved, and says how to write it', async () => {
  const { told } = openShop([sampleListing()])
  const { user } = openApp('/listings')
  await user.click(await screen.findByRole('button', { name: 'eBay settings' }))
  const fee = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Fixed fee for each sale' })
  await user.clear(fee)
  await user.type(fee, '0,45')
  await user.click(screen.getByRole('button', { name: 'Save settings' }))
  await screen.findByText('Use a period for cents: 0.45')
  expect([fee.value, told]).toEqual(['0,45', []])
})
