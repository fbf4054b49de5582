import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LoadedFunction } from './load-functions.ts'
import { createFunctionRunner } from './run-function.ts'
import { startSchedules } from './schedules.ts'

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-01-01T00:00:30Z') }))
afterEach(() => void vi.useRealTimers())

function scheduled(handler: LoadedFunction['handler']): LoadedFunction {
  return { name: 'tick', handler, paths: [], methods: undefined, schedule: '* * * * *', isBackground: false }
}

test('a scheduled function runs every minute in UTC and gets its next run', async () => {
  const told: unknown[] = []
  const runner = createFunctionRunner(() => [], 'http://127.0.0.1:9100')
  const schedules = await startSchedules([scheduled(async (request) => void told.push(await request.json()))], runner)
  await vi.advanceTimersByTimeAsync(2 * 60_000)
  schedules.stop()
  expect(told).toEqual([{ next_run: '2026-01-01T00:02:00.000Z' }, { next_run: '2026-01-01T00:03:00.000Z' }])
})

test('a run that takes longer than its interval is never overlapped', async () => {
  let running = 0
  let most = 0
  const runner = createFunctionRunner(() => [], 'http://127.0.0.1:9100')
  const slow = scheduled(async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 150_000))
    running -= 1
  })
  const schedules = await startSchedules([slow], runner)
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  schedules.stop()
  expect(most).toBe(1)
})
