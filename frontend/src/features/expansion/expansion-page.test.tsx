// @vitest-environment happy-dom

import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { catalogContract } from '#core/catalog/contract.ts'
import type { ExpansionCell, ExpansionRow } from '#core/catalog/expansion.ts'

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

const cell = (change: Partial<ExpansionCell>): ExpansionCell => ({
  marketplace: 'US',
  asin: 'B0C1234567',
  proof: 'own',
  correlation_id: null,
  availability: 'available',
  availability_reasons: ['buy_box'],
  source: 'keepa',
  observed_at: null,
  checked_at: daysAgo(2),
  sales_rank: 1234,
  influencer_videos: 1,
  videos_checked_at: daysAgo(2),
  task_id: null,
  task_status: null,
  is_enabled: true,
  upload_language: 'en',
  requires_dubbing: false,
  dub_state: null,
  dub_credits: null,
  is_opportunity: true,
  ...change,
})
const row = (cells: ExpansionCell[]): ExpansionRow => ({
  product_id: '0b5a7c1e-4d3f-4a7b-9c2d-1e8f6a5b4c01',
  asin: 'B0C1234567',
  title: 'Desk lamp',
  image_url: null,
  video_id: '0b5a7c1e-4d3f-4a7b-9c2d-1e8f6a5b4c02',
  duration_seconds: 61,
  video_language: 'en',
  opportunities: 1,
  cells,
})

let asked: Record<string, string>[]
function serve(items: ExpansionRow[]) {
  asked = []
  answer(catalogContract.runs, () => ({ items: [], next_cursor: null }))
  answer(catalogContract.forecast, () => ({
    total: 0,
    stored: 0,
    tokens_low: 0,
    tokens_high: 0,
    wait_minutes: null,
    left_today: 100,
  }))
  answer(catalogContract.expansion, ({ query }) => {
    asked.push(query)
    return { items, next_cursor: null }
  })
}
const cellOf = async (code: string) => {
  const table = await screen.findByRole('table')
  const at = within(table)
    .getAllByRole('columnheader')
    .findIndex(({ textContent }) => textContent?.startsWith(code))
  // The row's own header stands in the first column.
  return within(table).getAllByRole('cell')[at - 1]?.textContent ?? ''
}

beforeEach(() => {
  startWorld()
})

test('every cell says what is known, from whom and how old it is', async () => {
  serve([
    row([
      cell({}),
      cell({ marketplace: 'CA', influencer_videos: 10, is_opportunity: false }),
      cell({
        marketplace: 'DE',
        requires_dubbing: true,
        upload_language: 'de',
        dub_credits: 1200,
        source: 'amazon_creators',
        influencer_videos: null,
        videos_checked_at: null,
      }),
      cell({ marketplace: 'UK', availability: 'unknown', availability_reasons: [] }),
      cell({ marketplace: 'AU', availability: 'unavailable', availability_reasons: [], source: 'amazon_creators' }),
      cell({ marketplace: 'FR', availability: 'unavailable', availability_reasons: ['not_listed'] }),
      cell({ marketplace: 'ES', task_status: 'completed', is_opportunity: false }),
      cell({ marketplace: 'IT', availability: null, checked_at: null, source: null, is_opportunity: null }),
      cell({ marketplace: 'MX', proof: 'found' }),
    ]),
  ])
  openApp('/expansion')
  expect(await cellOf('US')).toMatch(/In stock1 influencer videoRank 1,234.*B0C1234567.*same ASIN.*Keepa, 2 days ago/)
  expect(await cellOf('CA')).toContain('10+ influencer videos')
  expect(await cellOf('DE')).toMatch(/Videos not checked.*Needs a German dub, about 1,200 credits.*Amazon.*2 days ago/)
  expect(await cellOf('UK')).toMatch(/Stock unknown.*Keepa, 2 days ago/)
  expect(await cellOf('AU')).toMatch(/Not in stock.*2 days ago/)
  expect(await cellOf('FR')).toMatch(/Not listed.*2 days ago/)
  expect(await cellOf('ES')).toContain('Uploaded')
  expect(await cellOf('IT')).toBe('Not checked')
  expect(await cellOf('MX')).toContain('to review')
  expect(await cellOf('JP')).toBe('')
})

test('one marketplace shows one column, and the filters are in the address', async () => {
  serve([row([cell({})])])
  const { user } = openApp('/expansion?marketplace=US')
  const table = await screen.findByRole('table')
  expect(within(table).getAllByRole('columnheader')).toHaveLength(2)
  await user.click(screen.getByRole('switch', { name: 'Opportunities only' }))
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ marketplace: 'US', only: 'opportunities' }))
})

test('no video and no match each say what to do', async () => {
  serve([])
  const { user } = openApp('/expansion?only=opportunities')
  await screen.findByText('No video matches')
  await user.click(screen.getByRole('button', { name: 'Clear filters' }))
  await screen.findByText('No video yet')
})

test('a failure says so', async () => {
  serve([])
  answer(catalogContract.expansion, () => {
    throw new FakeProblem('internal')
  })
  openApp('/expansion')
  await screen.findByText('The videos could not be loaded')
})
