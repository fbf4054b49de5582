// @vitest-environment happy-dom
import { act, screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { answer } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleCounts, sampleGroup, sampleTask } from '#app/testing/samples.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { WATCH_MS } from './use-tasks-watch.ts'

let tasks: InfluencerTask[]
let loads: number
beforeEach(() => {
  // Only the page's own intervals: the test decides when they ring.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  startWorld()
  tasks = [sampleTask(), sampleTask({ asin: 'B0D1234567' })]
  loads = 0
  answer(tasksContract.counts, () => ({ items: sampleCounts({ US: pending().length }) }))
  answer(tasksContract.listGroups, () => {
    loads += 1
    return { groups: pending().length > 0 ? [sampleGroup(pending())] : [], next_cursor: null, total: 1 }
  })
  return () => vi.useRealTimers()
})

const pending = () => tasks.filter(({ status }) => status === 'pending')
const ring = () => act(() => vi.advanceTimersByTimeAsync(WATCH_MS))

test('what the side panel completed leaves the page at the next look', async () => {
  openApp('/tasks')
  await screen.findByRole('button', { name: 'Complete B0D1234567 in US' })
  await ring()
  tasks = tasks.map((task) => (task.asin === 'B0D1234567' ? { ...task, status: 'completed' } : task))
  await ring()
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Complete B0D1234567 in US' })).toBeNull())
  expect(screen.getByRole('button', { name: 'Complete B0C1234567 in US' })).toBeDefined()
})

test('after a change of one’s own the rows stay in place, and unchanged counts load nothing', async () => {
  answer(tasksContract.update, ({ params }) => {
    tasks = tasks.map((task) => (task.id === params.id ? { ...task, status: 'completed' } : task))
    return tasks.find(({ id }) => id === params.id) ?? sampleTask()
  })
  const { user } = openApp('/tasks')
  const button = await screen.findByRole('button', { name: 'Complete B0C1234567 in US' })
  await ring()
  const before = loads
  await user.click(button)
  await screen.findByRole('button', { name: 'Reopen B0C1234567 in US' })
  await ring()
  await ring()
  expect(screen.getByRole('button', { name: 'Reopen B0C1234567 in US' })).toBeDefined()
  expect(loads).toBe(before)
})

test('the history shows the page that the person found', async () => {
  const page_url = 'https://www.amazon.com/vdp/1'
  const done = sampleTask({ status: 'completed', completed_at: '2026-11-20T09:30:00+00:00', page_url })
  answer(tasksContract.list, () => ({ items: [done], next_cursor: null }))
  openApp('/tasks?view=history')
  const link = await screen.findByRole('link', { name: 'Page of B0C1234567 in US on Amazon, opens a new tab' })
  expect(link.getAttribute('href')).toBe(page_url)
})
