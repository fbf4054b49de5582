// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { correlationsContract } from '#core/correlations/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { socialPostsContract } from '#core/social/posts/contract.ts'
import type { CalendarPost, PostState } from '#core/social/posts/schema.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { videosContract } from '#core/videos/contract.ts'

beforeEach(() => {
  startWorld()
  answer(productsContract.list, () => ({ items: [], next_cursor: null, total: 0 }))
  answer(videosContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null }))
  answer(correlationsContract.list, () => ({ items: [], next_cursor: null }))
  answer(shipmentsContract.list, () => ({ items: [], next_cursor: null }))
})

const NONE = { draft: 0, scheduled: 0, publishing: 0, posted: 0, partial: 0, failed: 0, cancelled: 0 }
const counts = (by_state: Partial<Record<PostState, number>>, attention = 0) => {
  const all = { ...NONE, ...by_state }
  return { total: Object.values(all).reduce((sum, count) => sum + count, 0), by_state: all, attention }
}
const post = (caption: string, scheduled_at: string, state: PostState = 'scheduled'): CalendarPost => ({
  id: crypto.randomUUID(),
  state,
  caption,
  product_title: null,
  scheduled_wall: scheduled_at.slice(0, 16),
  time_zone: 'UTC',
  scheduled_at,
  schedule_rule: null,
  updated_at: scheduled_at,
  networks: ['instagram', 'youtube'],
  youtube_jobs: 1,
  needs_attention: false,
})

test('home shows what goes out next, and what needs a person', async () => {
  answer(socialPostsContract.counts, () => counts({ scheduled: 2, posted: 1204, failed: 1 }, 3))
  answer(socialPostsContract.calendar, () => ({
    items: [
      post('Later', '2026-12-02T10:00:00Z'),
      post('Out already', '2026-11-30T10:00:00Z', 'posted'),
      post('Sooner', '2026-12-01T09:30:00Z'),
    ],
    has_more: false,
    youtube: { share: 100, used_today: 0 },
  }))
  openApp('/')
  const next = await screen.findByRole('list', { name: 'Coming up' })
  const links = within(next).getAllByRole('link')
  expect(links.map((link) => link.textContent)).toEqual([
    expect.stringMatching(/^Sooner.*Instagram.*YouTube.*Dec 1, 2026.*9:30.*Scheduled/),
    expect.stringMatching(/^Later/),
  ])
  expect(screen.getByRole('link', { name: /Needs attention\s*3/ }).getAttribute('href')).toBe('/posts?state=attention')
  expect(screen.getByRole('link', { name: /Posted in all\s*1,204/ }).getAttribute('href')).toBe('/posts?state=posted')
})

test('a workspace without posts has no such card', async () => {
  answer(socialPostsContract.counts, () => counts({}))
  openApp('/')
  await screen.findByText(/Add a tracking number/)
  expect(screen.queryByRole('heading', { name: 'Posts' })).toBeNull()
})
