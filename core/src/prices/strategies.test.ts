import { describe, expect, test } from 'vitest'
import { StrategyInput } from './strategies.ts'

describe('a strategy somebody writes', () => {
  const input = { name: 'Weekly', kind: 'percentage', percentage_bp: 500, interval_days: 7 }
  const issues = (more: object) =>
    StrategyInput.safeParse({ ...input, ...more }).error?.issues.map(({ path }) => path.join('.')) ?? []

  test('is whole with its defaults', () => {
    expect(StrategyInput.parse(input)).toEqual({
      ...input,
      is_active: true,
      amount_cents: null,
      steps: [],
      start_delay_days: 0,
      quiet_from: null,
      quiet_until: null,
      blackout_dates: [],
      price_ending: null,
      max_cut_cents: null,
      max_cuts_per_day: null,
      time_zone: 'UTC',
    })
  })

  test.each([
    ['percentage_bp', { percentage_bp: 9001 }],
    ['percentage_bp', { percentage_bp: 0 }],
    ['percentage_bp', { percentage_bp: 5.5 }],
    ['interval_days', { interval_days: 0 }],
    ['interval_days', { interval_days: 366 }],
    ['quiet_until', { quiet_from: '22:00' }],
    ['quiet_from', { quiet_until: '22:00' }],
    ['quiet_until', { quiet_from: '22:00', quiet_until: '22:00' }],
    ['quiet_from', { quiet_from: '24:00', quiet_until: '06:00' }],
    ['blackout_dates.0.until', { blackout_dates: [{ from: '2026-12-26', until: '2026-12-24' }] }],
    ['blackout_dates.0.from', { blackout_dates: [{ from: '2026-02-30', until: '2026-12-24' }] }],
    ['time_zone', { time_zone: 'Middle/Earth' }],
    ['price_ending', { price_ending: 100 }],
    ['max_cut_cents', { max_cut_cents: 0 }],
    ['steps.1.after_days', { steps: [30, 30].map((after_days) => ({ after_days, percentage_bp: 1000 })) }],
    ['steps.0.percentage_bp', { steps: [{ after_days: 30, amount_cents: 100 }] }],
    ['steps', { steps: Array.from({ length: 11 }, (_, i) => ({ after_days: i + 1, percentage_bp: 100 })) }],
    ['name', { name: '  ' }],
  ])('is refused at %s: %o', (path, more) => {
    expect(issues(more)).toContain(path)
  })
})
