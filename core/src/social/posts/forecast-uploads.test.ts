import { expect, test } from 'vitest'
import { describeForecast, forecastUploads } from './forecast-uploads.ts'

const NOW = Date.parse('2026-11-22T18:00:00Z')
const uploads = (...times: string[]) => times.map((at, index) => ({ id: String(index), at }))

test('what is over the share of a day goes out the next day, before what was planned for it', () => {
  const day = Array.from({ length: 3 }, () => '2026-11-22T20:00:00Z')
  const delayed = forecastUploads(uploads(...day, '2026-11-23T20:00:00Z'), 2, 0, NOW)
  expect(delayed).toEqual([{ id: '2', planned_day: '2026-11-22', expected_day: '2026-11-23' }])
  expect(describeForecast(delayed, 4)).toBe(
    '1 of these 4 YouTube uploads will go out a day later: YouTube limits uploads per day, and your workspace has its share.',
  )
})

test('the day is the Pacific one, and what was uploaded today counts', () => {
  // 07:59 UTC is still the evening before in Los Angeles.
  expect(forecastUploads(uploads('2026-11-23T07:59:00Z'), 2, 2, NOW)).toMatchObject([{ planned_day: '2026-11-22' }])
  expect(forecastUploads(uploads('2026-11-23T08:00:00Z'), 2, 2, NOW)).toEqual([])
})

test('a long queue fills day after day', () => {
  const delayed = forecastUploads(uploads(...Array.from({ length: 7 }, () => '2026-11-22T20:00:00Z')), 3, 1, NOW)
  expect(delayed.map(({ expected_day }) => expected_day.slice(8))).toEqual(['23', '23', '23', '24', '24'])
  expect(describeForecast([], 7)).toBeNull()
})
