import { expect, test } from 'vitest'
import { describeRule, describeWait } from './words.ts'

const job = {
  network: 'instagram' as const,
  account_name: 'Lamp',
  state: 'pending' as const,
  waiting_reason: null,
  error: null,
}

test('what a post waits for', () => {
  const wait = (state: Parameters<typeof describeWait>[0]['state'], change: object = {}, has_video = true) =>
    describeWait({ state, has_video, jobs: [{ ...job, ...change }] })
  expect(describeWait({ state: 'draft', has_video: false, jobs: [] })).toBe(
    'Choose a video and an account to schedule this post.',
  )
  expect(wait('draft', {}, false)).toBe('Choose a video to schedule this post.')
  expect(wait('draft')).toBe('Schedule it, or post it now.')
  expect(wait('scheduled')).toBeNull()
  expect(wait('scheduled', { waiting_reason: 'Reconnect this account.' })).toBe(
    'Instagram (Lamp): Reconnect this account.',
  )
  expect(wait('publishing', { state: 'unknown' })).toBe(
    'Instagram (Lamp): OpSyncPro is checking whether this was posted. It is not sent again.',
  )
  expect(wait('failed', { state: 'failed', error: 'The video is too long.' })).toBe(
    'Instagram (Lamp): The video is too long.',
  )
})

test('what was done to a time', () => {
  const clock = { wall: '02:30', actual: '03:00' }
  expect(describeRule(null, clock)).toBeNull()
  expect(describeRule('moved', clock)).toBe(
    '02:30 does not exist on this day: the clocks go forward. The post goes out at 03:00.',
  )
  expect(describeRule('first', clock)).toContain('comes twice on this day')
})
