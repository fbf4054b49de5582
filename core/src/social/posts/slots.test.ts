import { describe, expect, test } from 'vitest'
import { nextFreeSlot, type Slot } from './slots.ts'

const NEW_YORK = 'America/New_York'
const daily = (time: string, connection_ids: string[] = []): Slot[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ id: `${weekday}-${time}`, weekday, time, connection_ids }))
const free = (slots: Slot[], now: string, options: Partial<Parameters<typeof nextFreeSlot>[0]> = {}) =>
  nextFreeSlot({ slots, taken: [], connection_ids: ['a'], zone: NEW_YORK, nowMs: Date.parse(now), ...options })

/** The slots that follow each other, each taken by the post before. */
function following(slots: Slot[], now: string, count: number, zone = NEW_YORK) {
  const taken: { at: string; connection_ids: string[] }[] = []
  return Array.from({ length: count }, () => {
    const slot = free(slots, now, { taken, zone })
    if (slot) taken.push({ at: slot.at, connection_ids: ['a'] })
    return slot && `${slot.wall} ${slot.at.slice(5, 16)}${slot.rule ? ` ${slot.rule}` : ''}`
  })
}

describe('every day at 09:00', () => {
  test('stays at 09:00 over the day on which the clocks go forward', () => {
    expect(following(daily('09:00'), '2026-03-07T00:00:00Z', 3)).toEqual([
      '2026-03-07T09:00 03-07T14:00',
      '2026-03-08T09:00 03-08T13:00',
      '2026-03-09T09:00 03-09T13:00',
    ])
  })

  test('and over the day on which they go back', () => {
    expect(following(daily('09:00'), '2026-10-31T04:00:00Z', 3)).toEqual([
      '2026-10-31T09:00 10-31T13:00',
      '2026-11-01T09:00 11-01T14:00',
      '2026-11-02T09:00 11-02T14:00',
    ])
  })
})

test('a slot in the skipped hour is moved that day, and one in the doubled hour comes once', () => {
  expect(following(daily('02:30'), '2026-03-08T06:00:00Z', 2)).toEqual([
    '2026-03-08T02:30 03-08T07:00 moved',
    '2026-03-09T02:30 03-09T06:30',
  ])
  expect(following(daily('01:30'), '2026-11-01T04:00:00Z', 2)).toEqual([
    '2026-11-01T01:30 11-01T05:30 first',
    '2026-11-02T01:30 11-02T06:30',
  ])
  expect(following(daily('02:15'), '2026-10-03T14:00:00Z', 1, 'Australia/Lord_Howe')).toEqual([
    '2026-10-04T02:15 10-03T15:30 moved',
  ])
})

test('two slots that a skipped hour moves to one moment are one', () => {
  const slots = [...daily('02:15'), ...daily('02:45')]
  expect(following(slots, '2026-03-08T06:00:00Z', 2)[1]).toBe('2026-03-09T02:15 03-09T06:15')
})

test('a slot that passed today comes next week', () => {
  const [monday] = daily('09:00')
  expect(free(monday ? [monday] : [], '2026-11-30T14:00:00Z')?.wall).toBe('2026-12-07T09:00')
  expect(free(monday ? [monday] : [], '2026-11-30T13:59:00Z')?.wall).toBe('2026-11-30T09:00')
})

describe('accounts', () => {
  const slots = [...daily('09:00', ['a']), ...daily('12:00', ['a', 'b'])]
  const now = '2026-11-22T10:00:00Z'

  test('a slot serves posts whose accounts are all its own', () => {
    expect(free(slots, now)?.wall).toBe('2026-11-22T09:00')
    expect(free(slots, now, { connection_ids: ['a', 'b'] })?.wall).toBe('2026-11-22T12:00')
    expect(free(slots, now, { connection_ids: ['c'] })).toBeNull()
  })

  test('another account at that time leaves it free', () => {
    const taken = (id: string) => [{ at: '2026-11-22T14:00:00Z', connection_ids: [id] }]
    expect(free(slots, now, { taken: taken('b') })?.wall).toBe('2026-11-22T09:00')
    expect(free(slots, now, { taken: taken('a') })?.wall).toBe('2026-11-22T12:00')
  })

  test('a slot without accounts is for every one', () => {
    expect(free(daily('08:00'), now, { connection_ids: ['z', 'y'] })?.wall).toBe('2026-11-22T08:00')
  })
})

test('there is none without slots, and none when all are taken', () => {
  expect(free([], '2026-11-22T10:00:00Z')).toBeNull()
  const taken = [0, 1, 2].map((day) => ({ at: `2026-11-2${2 + day}T14:00:00Z`, connection_ids: ['a'] }))
  expect(free(daily('09:00'), '2026-11-22T10:00:00Z', { taken, days: 2 })).toBeNull()
})
