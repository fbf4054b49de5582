// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeOutage, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { catalogContract } from '#core/catalog/contract.ts'
import type { CatalogRunKind } from '#core/catalog/runs.ts'
import { type SourceBudget, type SourceStatus, sourceBudgetContract } from '#core/catalog/source-budget.ts'

const AT = '2026-11-20T09:30:00+00:00'
const keepa: SourceStatus = {
  source: 'keepa',
  state: 'working',
  stopped_in: [],
  since: null,
  retry_at: null,
  marketplaces: ['US', 'DE'],
  tokens: { left: 240, refill_per_minute: 20, read_at: AT },
  spent_today: [
    { feature: 'radar', units: 120 },
    { feature: 'search', units: 30 },
  ],
  spent_30_days: [{ feature: 'radar', units: 4000 }],
}
const amazon: SourceStatus = {
  ...keepa,
  source: 'amazon_creators',
  state: 'not_configured',
  marketplaces: [],
  tokens: null,
  spent_today: [],
  spent_30_days: [],
}
const budget = (change: Partial<SourceBudget> = {}): SourceBudget => ({
  daily_cap: 1000,
  used: 150,
  resets_at: '2026-11-21T00:00:00+00:00',
  sources: [keepa, amazon],
  ...change,
})

const asked: CatalogRunKind[] = []
beforeEach(() => {
  startWorld()
  asked.length = 0
  answer(sourceBudgetContract.read, () => budget())
  answer(catalogContract.forecast, ({ body }) => {
    asked.push(body.kind)
    const isRadar = body.kind === 'radar'
    return {
      total: isRadar ? 900 : 10,
      stored: isRadar ? 100 : 0,
      tokens_low: isRadar ? 800 : 10,
      tokens_high: isRadar ? 1600 : 20,
      wait_minutes: isRadar ? 68 : 0,
      left_today: 850,
    }
  })
})

test('the page says what is left today over all sources, what each source has left, and what spent it', async () => {
  openApp('/budget')
  const today = await screen.findByRole('region', { name: 'Today, all sources together' })
  expect(today.textContent).toContain('850')
  expect(today.textContent).toContain('of 1,000 tokens left, 150 used')
  const card = within(screen.getByRole('region', { name: 'Keepa' }))
  expect(card.getByText('Working')).toBeTruthy()
  expect(card.getByText(/refills 20 a minute/)).toBeTruthy()
  expect(card.getAllByText('Expansion')).toHaveLength(2)
  expect(card.getByText('120')).toBeTruthy()
  expect(card.getByText('4,000')).toBeTruthy()
})

test('a source that is not set up says how; a paused one says where, since when and when it is tried', async () => {
  const { queryClient } = openApp('/budget')
  expect((await screen.findByRole('region', { name: 'Amazon' })).textContent).toContain(
    'partner tag for each marketplace',
  )
  answer(sourceBudgetContract.read, () =>
    budget({
      sources: [
        { ...keepa, state: 'reconnect', stopped_in: ['US', 'DE'], since: AT },
        { ...amazon, state: 'paused', marketplaces: ['US', 'AU'], stopped_in: ['AU'], since: AT, retry_at: AT },
      ],
    }),
  )
  await queryClient.invalidateQueries()
  await screen.findByText(/Amazon took access away in Australia/)
  expect(screen.getByRole('region', { name: 'Amazon' }).textContent).toContain('Next try')
  expect(screen.getByRole('region', { name: 'Keepa' }).textContent).toContain('refuses the key. Your administrator')
})

test('a forecast before a bulk action: tokens, wait, and that it may cost more than is left', async () => {
  const { user } = openApp('/budget')
  const forecast = within(await screen.findByRole('region', { name: 'What would it cost?' }))
  await forecast.findByText('800 to 1,600')
  expect(forecast.getByText('About 68 min')).toBeTruthy()
  expect(forecast.getByText('900, 100 known')).toBeTruthy()
  expect(forecast.getByText(/may cost more than is left today/)).toBeTruthy()
  await user.click(forecast.getByRole('combobox', { name: 'Action' }))
  await user.click(await screen.findByRole('option', { name: 'Look up imported ASINs' }))
  await forecast.findByText('10 to 20')
  expect(forecast.queryByText(/may cost more/)).toBeNull()
  expect(asked).toEqual(['radar', 'enrichment'])
})

test('without a source the forecast says why, and a budget that could not be loaded can be loaded again', async () => {
  answer(catalogContract.forecast, () => {
    throw new FakeProblem('provider_not_configured', { detail: 'No source of product data is set up.' })
  })
  answer(sourceBudgetContract.read, () => {
    throw new FakeOutage()
  })
  const { user } = openApp('/budget')
  await screen.findByText('The budget could not be loaded')
  answer(sourceBudgetContract.read, () => budget())
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByText('No source of product data is set up.')
})
