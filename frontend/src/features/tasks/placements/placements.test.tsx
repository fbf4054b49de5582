// @vitest-environment happy-dom

import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleCountries, sampleGroup, sampleTask } from '#app/testing/samples.ts'
import { catalogContract } from '#core/catalog/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { TaskPlacement } from '#core/tasks/placements.ts'

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
const placement = (title: string, change: Partial<TaskPlacement>): TaskPlacement => ({
  task_id: crypto.randomUUID(),
  asin: 'B0C1234567',
  search_asin: 'B0C1234567',
  marketplace: 'US',
  title: null,
  image_url: null,
  video_title: title,
  completed_at: daysAgo(20),
  storefront_name: 'Jane Finds',
  state: 'seen',
  first_seen_at: daysAgo(9),
  last_seen_at: daysAgo(2),
  checked_at: daysAgo(2),
  position: 3,
  known_videos: 10,
  other_names: [],
  source: 'keepa',
  ...change,
})
const NEVER = { first_seen_at: null, last_seen_at: null, position: null } as const

beforeEach(() => {
  startWorld()
  answer(catalogContract.runs, () => ({ items: [], next_cursor: null }))
  answer(catalogContract.forecast, () => ({
    total: 0,
    stored: 0,
    tokens_low: 0,
    tokens_high: 0,
    wait_minutes: null,
    left_today: 100,
  }))
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null, total: 0 }))
})

function serve(items: TaskPlacement[]) {
  const counts = { seen: 1, not_among_known: 2, no_longer_seen: 1, name_unclear: 1, not_checked: 1 }
  answer(tasksContract.placements, () => ({ items, next_cursor: null, counts }))
}
const words = async (title: string) => {
  const found = await screen.findByText(title)
  return found.closest('li')?.textContent ?? ''
}

test('each upload says what was seen and when, and never that a video was removed', async () => {
  serve([
    placement('Seen one', {}),
    placement('Unseen one', { state: 'not_among_known', ...NEVER }),
    placement('Empty page', { state: 'not_among_known', ...NEVER, known_videos: 0 }),
    placement('Gone one', { state: 'no_longer_seen', position: null }),
    placement('New one', { state: 'not_checked', ...NEVER, checked_at: null, known_videos: null, source: null }),
  ])
  openApp('/tasks?view=placements')
  expect(await words('Seen one')).toMatch(/Seen.*on the product page 2 days ago, number 3 of the 10 known/)
  expect(await words('Unseen one')).toMatch(/not among the 10 that Keepa sees, looked\s+for 2 days ago/)
  expect(await words('Empty page')).toMatch(/Keepa sees no video on the page, looked\s+for 2 days ago/)
  expect(await words('Gone one')).toMatch(/No longer seen.*last seen 2 days ago/)
  expect(await words('New one')).toMatch(/Not checked.*The next run looks for it/)
  expect(document.body.textContent).not.toMatch(/removed/i)
})

test('a video under another name is asked about, and the answer names the storefront', async () => {
  serve([placement('Renamed', { state: 'name_unclear', ...NEVER, other_names: ['Jane Loves It', 'Bob'] })])
  const sent: unknown[] = []
  answer(tasksContract.updateMarketplace, ({ body, params }) => {
    sent.push([params.code, body])
    const [us] = sampleCountries
    if (!us) throw new Error('There is no marketplace.')
    return { ...us, storefront_name: 'Jane Loves It' }
  })
  const { user } = openApp('/tasks?view=placements')
  await user.click(await screen.findByRole('button', { name: 'Jane Loves It is me' }))
  await waitFor(() => expect(sent).toEqual([['US', { storefront_name: 'Jane Loves It' }]]))
})

test('names of other people are declined together, beside those that were declined before', async () => {
  serve([placement('Renamed', { state: 'name_unclear', ...NEVER, other_names: ['Jane Loves It', 'Bob'] })])
  const [us] = sampleCountries
  if (!us) throw new Error('There is no marketplace.')
  answer(tasksContract.marketplaces, () => ({ items: [{ ...us, other_storefronts: ['Carol'] }] }))
  const sent: unknown[] = []
  answer(tasksContract.updateMarketplace, ({ body, params }) => {
    sent.push([params.code, body])
    return { ...us, other_storefronts: ['Carol', 'Jane Loves It', 'Bob'] }
  })
  const { user } = openApp('/tasks?view=placements')
  const decline = await screen.findByRole('button', { name: 'None of them is me' })
  await waitFor(() => expect(decline).toHaveProperty('disabled', false))
  await user.click(decline)
  await waitFor(() => expect(sent).toEqual([['US', { other_storefronts: ['Carol', 'Jane Loves It', 'Bob'] }]]))
})

test('a task says that its ASIN is not available there, and how old that is; unknown says nothing', async () => {
  const told = { availability_checked_at: daysAgo(4) }
  const no = sampleTask({ asin: 'B0NOTHERE1', availability: 'unavailable', ...told })
  const unknown = sampleTask({ asin: 'B0UNKNOWN1', availability: 'unknown', ...told })
  answer(tasksContract.listGroups, () => ({ groups: [sampleGroup([no, unknown])], next_cursor: null, total: 1 }))
  openApp('/tasks')
  const row = await screen.findByRole('listitem', { name: 'B0NOTHERE1 in US' })
  expect(within(row).getByText(/Not available there/).textContent).toMatch(/4 days ago/)
  const other = await screen.findByRole('listitem', { name: 'B0UNKNOWN1 in US' })
  expect(within(other).queryByText(/available/i)).toBeNull()
})
