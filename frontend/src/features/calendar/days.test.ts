import { expect, test } from 'vitest'
import type { CalendarPost } from '#core/social/posts/schema.ts'
import { firstWeekday, groupByDay, rangeOf, stepDay } from './days.ts'

const post = (
  scheduled_at: string,
  scheduled_wall: string,
  time_zone: string,
  rule: CalendarPost['schedule_rule'] = null,
) => ({
  id: scheduled_at,
  state: 'scheduled' as const,
  caption: '',
  product_title: null,
  scheduled_wall,
  time_zone,
  scheduled_at,
  schedule_rule: rule,
  updated_at: scheduled_at,
  networks: [],
  youtube_jobs: 0,
  needs_attention: false,
})

test('a month has whole weeks from the first day of the week', () => {
  const sunday = rangeOf('month', '2026-11-15', 'America/New_York', 7)
  expect([sunday.days[0], sunday.days.at(-1), sunday.days.length]).toEqual(['2026-11-01', '2026-12-05', 35])
  const monday = rangeOf('month', '2026-11-15', 'America/New_York', 1)
  expect([monday.days[0], monday.days.at(-1)]).toEqual(['2026-10-26', '2026-12-06'])
  expect(rangeOf('month', '2026-02-10', 'UTC', 7).days).toHaveLength(28)
  expect(rangeOf('month', '2026-08-10', 'UTC', 7).days).toHaveLength(42)
})

test('the stretch is on the clock of the zone, also over a change of the clocks', () => {
  expect(rangeOf('week', '2026-11-03', 'America/New_York', 7)).toMatchObject({
    from: '2026-11-01T04:00:00.000Z',
    until: '2026-11-08T05:00:00.000Z',
  })
})

test('steps of each view', () => {
  expect([stepDay('month', '2026-01-31', 1), stepDay('month', '2026-01-15', -1)]).toEqual(['2026-02-01', '2025-12-01'])
  expect([stepDay('week', '2026-03-07', 1), stepDay('list', '2026-03-07', -1)]).toEqual(['2026-03-14', '2026-02-05'])
})

test('a post stands on the day that the calendar shows, whatever its own zone', () => {
  const days = groupByDay(
    [
      post('2026-11-22T14:00:00Z', '2026-11-22T09:00', 'America/New_York'),
      post('2026-11-22T23:30:00Z', '2026-11-23T08:30', 'Asia/Tokyo'),
      post('2026-03-08T07:00:00Z', '2026-03-08T02:30', 'America/New_York', 'moved'),
    ],
    'America/New_York',
  )
  expect([...days].map(([day, posts]) => [day, posts.map(({ time }) => time)])).toEqual([
    ['2026-11-22', ['09:00', '18:30']],
    ['2026-03-08', ['03:00']],
  ])
})

test('weeks begin where the person lives', () => {
  expect([firstWeekday('en-US'), firstWeekday('de-DE')]).toEqual([7, 1])
})
