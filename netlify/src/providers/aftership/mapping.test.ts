import { expect, test } from 'vitest'
import { toNews } from './mapping.ts'
import type { Tracking } from './types.ts'

const tracking = (change: Partial<Tracking> = {}): Tracking => ({
  id: 'trk_1',
  tracking_number: '1Z 999-1',
  slug: 'ups',
  tag: 'InTransit',
  ...change,
})

test('a number is written one way', () => {
  expect(toNews(tracking()).tracking_number).toBe('1Z9991')
})

test('a shipment without any news has no checkpoint and no day', () => {
  expect(toNews(tracking())).toMatchObject({
    checkpoints: [],
    last_checkpoint_at: null,
    updated_at: null,
    eta: null,
    subtag: null,
  })
})

test('checkpoints are sorted, and those without a time are left out', () => {
  const news = toNews(
    tracking({
      checkpoints: [
        { checkpoint_time: '2026-11-21T10:00:00+02:00', tag: 'InTransit', message: ' Left ', location: 'Köln' },
        { checkpoint_time: '2026-11-20T10:00:00', tag: 'InfoReceived', city: 'Bonn' },
        { checkpoint_time: null, tag: 'Pending' },
        { checkpoint_time: 'yesterday', tag: 'Pending' },
      ],
    }),
  )
  expect(news.checkpoints).toEqual([
    { at: '2026-11-20T10:00:00.000Z', tag: 'InfoReceived', message: null, location: 'Bonn' },
    { at: '2026-11-21T08:00:00.000Z', tag: 'InTransit', message: 'Left', location: 'Köln' },
  ])
  expect(news.last_checkpoint_at).toBe('2026-11-21T08:00:00.000Z')
})

test.each([
  [{ latest_estimated_delivery: { datetime: '2026-11-25T23:59:00-08:00' } }, '2026-11-25'],
  [
    {
      latest_estimated_delivery: { datetime: null },
      courier_estimated_delivery_date: { estimated_delivery_date: '2026-11-26' },
    },
    '2026-11-26',
  ],
  [{ latest_estimated_delivery: { datetime: 'soon' } }, null],
  [{ latest_estimated_delivery: { datetime: '2026-13-45' } }, null],
])('the day of delivery is the carrier’s own: %j', (change, day) => {
  expect(toNews(tracking(change)).eta).toBe(day)
})

test('a carrier that writes novels fills neither the row nor the page', () => {
  const checkpoints = Array.from({ length: 150 }, (_, minute) => ({
    checkpoint_time: new Date(Date.UTC(2026, 10, 20, 0, minute)).toISOString(),
    message: 'x'.repeat(5000),
  }))
  const news = toNews(tracking({ checkpoints }))
  expect(news.checkpoints).toHaveLength(100)
  expect(news.checkpoints.at(-1)?.message).toHaveLength(300)
})
