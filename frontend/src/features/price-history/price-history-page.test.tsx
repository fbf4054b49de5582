// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { samplePriceChange, samplePriceRun, sampleStrategy } from '#app/testing/sample-prices.ts'
import { ana } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { pricesContract, strategiesContract } from '#core/prices/contract.ts'
import type { PriceChange, PriceRun } from '#core/prices/schema.ts'

let changes: PriceChange[]
let runs: PriceRun[]

beforeEach(() => {
  startWorld()
  changes = []
  runs = []
  answer(pricesContract.list, ({ query }) => ({
    items: query.id ? changes.filter(({ id }) => id === query.id) : changes,
    next_cursor: null,
    total: changes.length,
  }))
  answer(pricesContract.byDay, () => ({ items: [] }))
  answer(pricesContract.runs, () => ({ items: runs, next_cursor: null }))
  answer(strategiesContract.list, () => ({ items: [] }))
})

test('every price is told with its reason, who wanted it and how it stands', async () => {
  changes = [
    samplePriceChange(),
    samplePriceChange({ title: 'Walnut tray', state: 'unknown', confirmed_at: null, inputs: {} }),
    samplePriceChange({
      title: 'Mug',
      kind: 'manual',
      actor_id: ana.id,
      old_price_cents: 20_00,
      new_price_cents: 25_00,
      state: 'rejected',
      confirmed_at: null,
      inputs: {},
      reason_code: 'listing_ended',
      reason: 'eBay did not accept this price: the listing ended yesterday. Nothing was changed.',
    }),
    samplePriceChange({ title: 'Kettle', is_undone: true }),
  ]
  openApp('/ledger')
  const lamp = await screen.findByRole('row', { name: /Desk lamp/ })
  expect(lamp.textContent).toContain('5% of $45.00, every 7 days, capped at $2.00')
  expect(within(lamp).getByRole('img', { name: 'down to' })).toBeTruthy()
  expect(lamp.textContent).toContain('$45.00$43.00-4.4%')
  expect(lamp.textContent).toContain('$27.00')
  expect(lamp.textContent).toContain('Confirmed 2:02 PM')
  expect(screen.getByRole('row', { name: /Walnut tray/ }).textContent).toContain('Unknown, checking')
  const mug = screen.getByRole('row', { name: /Mug/ })
  expect(mug.textContent).toContain('the listing ended yesterday')
  expect(mug.textContent).toContain('You')
  expect(within(mug).getByRole('img', { name: 'up to' })).toBeTruthy()
  expect(screen.getByRole('row', { name: /Kettle/ }).textContent).toContain('Undone')
})

test('a row opens its receipt: how it was computed, when what happened, what eBay showed, and the way back', async () => {
  const change = samplePriceChange()
  changes = [change]
  const undone: string[] = []
  answer(pricesContract.undo, ({ params, headers }) => {
    undone.push(params.id ?? '')
    expect(headers.get('idempotency-key')).toBeTruthy()
    return samplePriceChange({
      kind: 'undo',
      state: 'planned',
      new_price_cents: 45_00,
      old_price_cents: 43_00,
      confirmed_at: null,
    })
  })
  const { user, router } = openApp('/ledger')
  await user.click(await screen.findByRole('button', { name: 'Desk lamp' }))
  const sheet = await screen.findByRole('dialog', { name: 'Price change of Desk lamp' })
  expect(router.state.location.search).toBe(`?change=${change.id}`)
  const steps = within(within(sheet).getByRole('region', { name: 'What happened' })).getAllByRole('listitem')
  expect(steps.map((step) => step.textContent)).toEqual([
    'PlannedNov 20, 2026, 2:00 PM',
    'Sent to eBayNov 20, 2026, 2:00 PM',
    'Confirmed on eBayNov 20, 2026, 2:02 PMeBay shows $43.00.',
  ])
  expect(sheet.textContent).toContain('5% of $45.00, every 7 days, capped at $2.00')
  await user.click(within(sheet).getByRole('button', { name: 'Undo, back to $45.00' }))
  const dialog = await screen.findByRole('dialog', { name: 'Back to $45.00?' })
  await user.click(within(dialog).getByRole('button', { name: 'Change price to $45.00' }))
  await screen.findByText('Going back to $45.00')
  await within(sheet).findByRole('link', { name: 'Follow it' })
  expect(undone).toEqual([change.id])
})

test('an undo that is refused says why, and the price stays', async () => {
  changes = [samplePriceChange()]
  answer(pricesContract.undo, () => {
    throw new FakeProblem('cannot_undo', { detail: 'The price was changed again since. Undo the newest change first.' })
  })
  const { user } = openApp(`/ledger?change=${changes[0]?.id}`)
  await user.click(await screen.findByRole('button', { name: 'Undo, back to $45.00' }))
  await user.click(await screen.findByRole('button', { name: 'Change price to $45.00' }))
  await screen.findByText('The price was changed again since. Undo the newest change first.')
})

test('what was not sent or not answered says so in its receipt', async () => {
  changes = [
    samplePriceChange({
      state: 'cancelled',
      sent_at: null,
      confirmed_at: null,
      reason: 'The floor was raised.',
      reason_code: 'below_floor',
    }),
  ]
  openApp(`/ledger?change=${changes[0]?.id}`)
  const happened = await screen.findByRole('region', { name: 'What happened' })
  expect(happened.textContent).toContain('Not sentThe floor was raised.')
  expect(screen.queryByRole('button', { name: /^Undo/ })).toBeNull()
})

test('filters are kept in the address and asked of the API, for the file too', async () => {
  const strategy = sampleStrategy()
  answer(strategiesContract.list, () => ({ items: [strategy] }))
  const asked: Record<string, string>[] = []
  answer(pricesContract.list, ({ query }) => {
    asked.push(query)
    return { items: [], next_cursor: null, total: 0 }
  })
  const exported: Record<string, string>[] = []
  answer(pricesContract.export, ({ query }) => {
    exported.push(query)
    return { filename: 'price-changes.csv', content_type: 'text/csv', bytes: new Uint8Array([1]) }
  })
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x')
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
  const { user, router } = openApp(
    `/ledger?state=rejected&kind=scheduled&strategy_id=${strategy.id}&from=2026-11-01&until=2026-11-20`,
  )
  await screen.findByRole('heading', { name: 'No matching price changes' })
  // Days begin and end by the person's clock, in Berlin.
  const filters = {
    state: 'rejected',
    kind: 'scheduled',
    strategy_id: strategy.id,
    planned_from: '2026-10-31T23:00:00.000Z',
    planned_until: '2026-11-20T23:00:00.000Z',
  }
  await waitFor(() => expect(asked.at(-1)).toMatchObject(filters))
  await user.click(screen.getByRole('button', { name: 'Export CSV' }))
  await waitFor(() => expect(click).toHaveBeenCalled())
  expect(exported).toEqual([filters])
  click.mockRestore()
  await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[0] ?? document.body)
  await screen.findByRole('heading', { name: 'No price was changed yet' })
  expect(router.state.location.search).toBe('')
})

test('what was taken off is summed by day, one currency at a time', async () => {
  changes = [samplePriceChange()]
  const day = (name: string, currency: string, taken_off_cents: number, put_back_cents = 0) => ({
    day: name,
    currency,
    cuts: 2,
    taken_off_cents,
    put_back_cents,
  })
  answer(pricesContract.byDay, () => ({
    items: [day('2026-11-18', 'USD', 10_00), day('2026-11-20', 'EUR', 3_00), day('2026-11-20', 'USD', 5_50, 2_00)],
  }))
  openApp('/ledger')
  const region = await screen.findByRole('region', { name: 'Total reduced per day' })
  expect(region.textContent).toContain('$15.50 lowered by 4 confirmed price drops, $2.00 raised')
  const rows = within(within(region).getByRole('table')).getAllByRole('row')
  expect(rows.map((row) => row.textContent)).toEqual([
    'DayAmountNote',
    'Nov 18, 2026$10.002 price drops',
    'Nov 20, 2026$5.502 price drops, $2.00 raised',
  ])
  expect(within(region).getByRole('combobox', { name: 'Currency' })).toBeTruthy()
})

test('a run tells what became of its changes, what it left alone, and is undone after saying how many', async () => {
  runs = [samplePriceRun()]
  const undone: string[] = []
  answer(pricesContract.undoRun, ({ params }) => {
    undone.push(params.id ?? '')
    runs = [
      samplePriceRun({ started_by: 'undo', requested_by_name: 'Ana Lima', state: 'running', counts: { planned: 12 } }),
      ...runs.map((run) => ({ ...run, undone_by: crypto.randomUUID() })),
    ]
    return runs[0] ?? samplePriceRun()
  })
  const { user } = openApp('/ledger?view=runs')
  const card = await screen.findByRole('listitem', { name: /^Scheduled run/ })
  expect(card.textContent).toContain('15 listings due, $31.40 total reduced')
  expect(card.textContent).toContain('Confirmed 12')
  expect(card.textContent).toContain('2The price is already at its floor or below it.')
  expect(card.textContent).toContain('1It was changed in the meantime, so it was left alone.')
  await user.click(within(card).getByRole('button', { name: 'Undo run' }))
  const dialog = await screen.findByRole('dialog', { name: /^Undo the run of/ })
  expect(dialog.textContent).toContain('Up to 12 listings go back to the price before this run')
  expect(dialog.textContent).toContain('What was changed again since')
  expect(undone).toEqual([])
  await user.click(within(dialog).getByRole('button', { name: 'Undo run' }))
  const undo = await screen.findByRole('listitem', { name: /^Undo by Ana Lima/ })
  expect(undo.textContent).toContain('Running')
  const restored = screen.getByRole('listitem', { name: /^Scheduled run/ })
  expect(restored.textContent).toContain('Undone')
  expect(within(restored).queryByRole('button', { name: 'Undo run' })).toBeNull()
})

test('a run that cannot be undone says who changed the price, and stays as it is', async () => {
  runs = [samplePriceRun()]
  const detail =
    "Ben Ode set the price to 44.00 USD on November 21. The other 11 prices of this run can't be undone either. Nothing was undone."
  answer(pricesContract.undoRun, () => {
    throw new FakeProblem('cannot_undo', { detail })
  })
  const { user } = openApp('/ledger?view=runs')
  const card = within(await screen.findByRole('listitem', { name: /^Scheduled run/ }))
  await user.click(card.getByRole('button', { name: 'Undo run' }))
  const dialog = within(await screen.findByRole('dialog', { name: /^Undo the run of/ }))
  await user.click(dialog.getByRole('button', { name: 'Undo run' }))
  await screen.findByText(detail)
  screen.getByText('The run was not undone.')
  expect(card.queryByText('Undone')).toBeNull()
})

test('a run that goes on is followed until it ends', async () => {
  runs = [samplePriceRun({ state: 'running', counts: { confirmed: 3, sent: 9 }, finished_at: null })]
  const asks = vi.fn()
  answer(pricesContract.runs, () => {
    asks()
    return { items: runs, next_cursor: null }
  })
  openApp('/ledger?view=runs')
  const card = await screen.findByRole('listitem', { name: /^Scheduled run/ })
  expect(card.textContent).toContain('Running')
  expect(within(card).queryByRole('button', { name: 'Undo run' })).toBeNull()
  runs = [samplePriceRun()]
  await waitFor(
    () => expect(screen.getByRole('listitem', { name: /^Scheduled run/ }).textContent).toContain('Finished'),
    {
      timeout: 4000,
    },
  )
  expect(asks).toHaveBeenCalledTimes(2)
})

test('the changes of a run are one press away', async () => {
  runs = [samplePriceRun()]
  changes = [samplePriceChange()]
  const asked: Record<string, string>[] = []
  answer(pricesContract.list, ({ query }) => {
    asked.push(query)
    return { items: changes, next_cursor: null, total: 1 }
  })
  const { user } = openApp('/ledger?view=runs')
  await user.click(await screen.findByRole('button', { name: 'Show changes' }))
  await screen.findByRole('button', { name: 'Remove the filter One run' })
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ run_id: runs[0]?.id }))
})

test('an uploader is told that the price history is not for them', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  openApp('/ledger')
  await screen.findByRole('heading', { name: 'Only owners and managers can see price history' })
})
