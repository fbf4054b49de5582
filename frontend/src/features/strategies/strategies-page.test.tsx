// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleBacktest, sampleEbaySettings, samplePreview, sampleStrategy } from '#app/testing/sample-prices.ts'
import { ana } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { listingsContract } from '#core/listings/contract.ts'
import { ebaySettingsContract, strategiesContract } from '#core/prices/contract.ts'
import type { Strategy } from '#core/prices/schema.ts'

let strategies: Strategy[]

beforeEach(() => {
  startWorld()
  strategies = []
  answer(strategiesContract.list, () => ({ items: strategies }))
  answer(strategiesContract.preview, () => samplePreview())
  answer(ebaySettingsContract.get, () => sampleEbaySettings())
  answer(listingsContract.list, () => ({ items: [], next_cursor: null }))
})

test('each strategy says what it does, whether it does it, to how many and when next', async () => {
  strategies = [
    sampleStrategy({ name: 'Steady', is_live: true, listing_count: 18, next_due_at: '2099-11-29T11:30:00+00:00' }),
    sampleStrategy({ name: 'Draft' }),
    sampleStrategy({ name: 'Resting', is_live: true, is_active: false }),
  ]
  openApp('/strategies')
  const rows = await waitFor(() => {
    const found = within(screen.getByRole('main')).getAllByRole('listitem')
    expect(found).toHaveLength(3)
    return found
  })
  expect(rows[0]?.textContent).toBe('Steady Live−5% every 7 days18 listingsNext price drop Nov 29, 2099, 1:00 PM')
  const link = screen.getByRole('link', { name: '18 listings' })
  expect(link.getAttribute('href')).toBe(`/listings?strategy_id=${strategies[0]?.id}`)
  expect(rows[1]?.textContent).toBe('Draft Preview−5% every 7 daysNo listingsNo price drops yet')
  expect(rows[2]?.textContent).toContain('Paused')
})

test('without a strategy the page says what one is and offers to write one', async () => {
  const { user, router } = openApp('/strategies')
  await screen.findByRole('heading', { name: 'No strategies yet' })
  await user.click(within(screen.getByRole('banner')).getByRole('link', { name: 'New strategy' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/strategies/new'))
})

test('an uploader is told that strategies are not for them', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  openApp('/strategies')
  await screen.findByRole('heading', { name: 'Strategies are for owners and managers' })
})

test('a rule being written says at once what it does to an example, and to the listings', async () => {
  const asked: unknown[] = []
  answer(strategiesContract.preview, ({ body }) => {
    asked.push(body)
    return samplePreview()
  })
  const { user } = openApp('/strategies/new')
  const curve = await screen.findByRole('region', { name: 'How the price comes down' })
  expect(curve.textContent).toMatch(/−5% every 7 days, next .+ → \$47\.50, floor on/)
  const percentage = screen.getByRole('textbox', { name: 'Percentage' })
  await user.clear(percentage)
  await user.type(percentage, '10')
  expect(curve.textContent).toMatch(/−10% every 7 days, next .+ → \$45\.00/)
  // The numbers of the drawing, for those who do not see it.
  expect(within(curve).getByRole('table').textContent).toContain('$40.50')
  const preview = screen.getByRole('region', { name: 'Preview' })
  await within(preview).findByText('Desk lamp')
  expect(preview.textContent).toContain('1 listing will be lowered, 1 will not.')
  expect(preview.textContent).toContain('eBay shows nothing in stock, or has not said how many there are.')
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ rule: { percentage_bp: 1000 } }))
})

test('a preset fills the rule in, and it is saved as a preview', async () => {
  const saved: unknown[] = []
  answer(strategiesContract.create, ({ body }) => {
    saved.push(body)
    const strategy = sampleStrategy({ name: 'Markdown steps' })
    strategies = [strategy]
    return strategy
  })
  const { user, router } = openApp('/strategies/new')
  await user.click(await screen.findByRole('button', { name: /Markdown steps/ }))
  expect(screen.getByRole('textbox', { name: 'Name' })).toHaveProperty('value', 'Markdown steps')
  expect(screen.getByRole('textbox', { name: 'Step 2 takes' })).toHaveProperty('value', '12')
  await user.click(screen.getByRole('button', { name: 'Save as preview' }))
  await waitFor(() => expect(router.state.location.pathname).toBe(`/strategies/${strategies[0]?.id}`))
  expect(saved).toMatchObject([
    {
      name: 'Markdown steps',
      percentage_bp: 300,
      steps: [
        { after_days: 30, percentage_bp: 700 },
        { after_days: 60, percentage_bp: 1200 },
      ],
      time_zone: 'Europe/Berlin',
    },
  ])
  await screen.findByText("Prices don't change until you publish it.")
})

test('what is wrong is said at its field, and nothing is sent', async () => {
  const { user } = openApp('/strategies/new')
  const form = await screen.findByRole('form', { name: 'Rule' })
  const percentage = screen.getByRole('textbox', { name: 'Percentage' })
  await user.clear(percentage)
  await user.type(percentage, '95')
  await user.click(screen.getByText('Advanced'))
  await user.click(screen.getByRole('button', { name: 'Save as preview' }))
  await within(form).findByText('Enter a name of at most 80 characters.')
  within(form).getByText('Enter a percentage from 0.01 to 90.')
  expect(percentage.getAttribute('aria-invalid')).toBe('true')
  await screen.findByText('Complete the rule to see what it does.')
})

test('an amount with a decimal comma is told as what it is, and keeps its text', async () => {
  const { user } = openApp('/strategies/new')
  await screen.findByRole('form', { name: 'Rule' })
  await user.click(screen.getByText('Advanced'))
  const most = screen.getByRole<HTMLInputElement>('textbox', { name: 'Most per price drop' })
  await user.type(most, '19,99')
  await user.tab()
  await screen.findByText('Use a period for cents: 19.99')
  expect([most.value, most.getAttribute('aria-invalid')]).toEqual(['19,99', 'true'])
  await user.clear(most)
  await user.type(most, '19.99')
  await waitFor(() => expect(screen.queryByText(/Use a period/)).toBeNull())
})

test('a name that is taken is said at the name', async () => {
  answer(strategiesContract.create, () => {
    throw new FakeProblem('name_taken', { detail: 'There is a strategy called Steady already.' })
  })
  const { user } = openApp('/strategies/new')
  await user.type(await screen.findByRole('textbox', { name: 'Name' }), 'Steady')
  await user.click(screen.getByRole('button', { name: 'Save as preview' }))
  await screen.findByText('There is a strategy called Steady already.')
})

test('going live is asked for with how many, when first and how much the first round takes', async () => {
  const strategy = sampleStrategy({ listing_count: 2 })
  strategies = [strategy]
  const changes: unknown[] = []
  answer(strategiesContract.update, ({ body, headers }) => {
    changes.push([body, headers.get('if-match')])
    strategies = [sampleStrategy({ ...strategy, is_live: true })]
    return strategies[0] ?? strategy
  })
  const { user } = openApp(`/strategies/${strategy.id}`)
  await user.click(await screen.findByRole('button', { name: 'Go live' }))
  const dialog = await screen.findByRole('dialog', { name: 'Let Steady go live?' })
  await within(dialog).findByText(/^1 listing$/)
  expect(dialog.textContent).toContain('The first price drop is on Nov 29, 2026, 1:00 PM. Nothing is lowered before.')
  expect(dialog.textContent).toContain('The first round takes off $2.25 in total.')
  expect(dialog.textContent).toContain('1 listing that uses it is left alone')
  expect(changes).toEqual([])
  await user.click(within(dialog).getByRole('button', { name: 'Go live' }))
  await screen.findByRole('button', { name: 'Pause' })
  expect(changes).toEqual([[{ is_live: true, is_active: true }, strategy.updated_at]])
})

test('a pause that is refused is put back, and said', async () => {
  strategies = [sampleStrategy({ is_live: true })]
  answer(strategiesContract.update, () => {
    throw new FakeProblem('not_allowed', { detail: 'Ask an owner.' })
  })
  const { user } = openApp(`/strategies/${strategies[0]?.id}`)
  await user.click(await screen.findByRole('button', { name: 'Pause' }))
  await screen.findByText('Steady was not changed.')
  await screen.findByRole('button', { name: 'Pause' })
})

test('somebody else saved in the meantime: both are shown, and the person chooses', async () => {
  const mine = sampleStrategy({ name: 'Steady' })
  const theirs = sampleStrategy({ ...mine, interval_days: 14, updated_at: '2026-11-20T10:00:00+00:00' })
  strategies = [mine]
  const versions: unknown[] = []
  answer(strategiesContract.update, ({ headers }) => {
    versions.push(headers.get('if-match'))
    if (versions.length === 1) throw new FakeProblem('row_changed', { current: theirs })
    return mine
  })
  const { user } = openApp(`/strategies/${mine.id}`)
  const days = await screen.findByRole('textbox', { name: 'Every' })
  await user.clear(days)
  await user.type(days, '10')
  await user.click(screen.getByRole('button', { name: 'Save strategy' }))
  const alert = await screen.findByText('This strategy was changed in the meantime. Your change was not saved.')
  expect(alert.parentElement?.textContent).toContain('Days between price dropsNow “14”, yours “10”')
  await user.click(screen.getByRole('button', { name: 'Save mine' }))
  await screen.findByText('Steady saved')
  expect(versions).toEqual([mine.updated_at, theirs.updated_at])
})

test('a strategy in use says by how many instead of being deleted', async () => {
  strategies = [sampleStrategy({ listing_count: 18 })]
  const { user } = openApp(`/strategies/${strategies[0]?.id}`)
  await user.click(await screen.findByRole('button', { name: 'More' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Delete' }))
  const dialog = await screen.findByRole('dialog', { name: 'Steady is in use' })
  expect(dialog.textContent).toContain('18 listings use this strategy.')
  expect(within(dialog).queryByRole('button', { name: 'Delete strategy' })).toBeNull()
})

test('the time machine sets the rule beside what happened, and does not guess from too few sales', async () => {
  strategies = [sampleStrategy({ listing_count: 2 })]
  const asked: unknown[] = []
  answer(strategiesContract.backtest, ({ body }) => {
    asked.push(body)
    return sampleBacktest()
  })
  openApp(`/strategies/${strategies[0]?.id}?tab=time-machine`)
  await screen.findByText(/Too few sales to say \(12 of 20\)\. The prices are/)
  expect(asked).toMatchObject([{ days: 90, strategy_id: strategies[0]?.id, rule: { percentage_bp: 500 } }])
  const totals = screen.getByRole('region', { name: 'Totals in USD' })
  expect(within(totals).getByRole('row', { name: /^Items sold/ }).textContent).toBe(
    'Items sold1Too few sales to say (12 of 20)',
  )
  expect(within(totals).getByRole('row', { name: /^Price drops/ }).textContent).toBe('Price drops–2')
  const one = screen.getByRole('region', { name: 'One listing' })
  expect(one.textContent).toContain(
    '1 item sold for $45.00. This rule would have lowered it 2 times, not to its floor.',
  )
  expect(within(one).getByRole('table').textContent).toContain('1 sold')
  expect(screen.getByText('1 listing without enough recorded days')).toBeTruthy()
  expect(screen.getByText('Walnut tray')).toBeTruthy()
})

test('with enough sales the time machine tells ranges', async () => {
  strategies = [sampleStrategy()]
  const estimate = (low: number, mean: number, high: number) => ({ low, mean, high })
  const expected = {
    sold: estimate(3, 4.5, 6),
    money_cents: estimate(100_00, 150_00, 200_00),
    days_to_sell: estimate(20, 30, 40),
  }
  const sample = sampleBacktest()
  answer(strategiesContract.backtest, () => ({
    ...sample,
    basis: { sales_seen: 31, sales_needed: 20, days_seen: 900, has_enough_sales: true },
    totals: sample.totals.map((total) => ({ ...total, replayed: { ...total.replayed, expected } })),
  }))
  openApp(`/strategies/${strategies[0]?.id}?tab=time-machine`)
  const totals = await screen.findByRole('region', { name: 'Totals in USD' })
  expect(within(totals).getByRole('row', { name: /^Money/ }).textContent).toBe(
    'Money$45.00about $150.00$100.00 to $200.00',
  )
  expect(screen.queryByText(/Too few sales/)).toBeNull()
})
