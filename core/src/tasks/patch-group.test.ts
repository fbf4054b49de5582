import { expect, test } from 'vitest'
import { sampleGroup, sampleTask } from '../testing/task-samples.ts'
import { patchGroup, withoutTasks } from './patch-group.ts'

test('a completed task moves from one count of its marketplace to the other', () => {
  const [first, second] = [sampleTask(), sampleTask({ asin: 'B0C7654321' })]
  const group = patchGroup(sampleGroup([first, second]), { ...first, status: 'completed' })
  expect(group.counts).toEqual({ US: { pending: 1, completed: 1, skipped: 0 } })
  expect(group.tasks.map(({ status }) => status)).toEqual(['completed', 'pending'])
})

test('a change without a new status leaves the counts', () => {
  const task = sampleTask()
  const group = sampleGroup([task])
  expect(patchGroup(group, { ...task, note: 'Say the model' }).counts).toBe(group.counts)
})

test('a group without the task stays the same object', () => {
  const group = sampleGroup([sampleTask()])
  expect(patchGroup(group, { ...sampleTask(), status: 'skipped' })).toBe(group)
})

test('no count falls below zero, even when the page was behind', () => {
  const task = sampleTask()
  const group = sampleGroup([task], { counts: {} })
  expect(patchGroup(group, { ...task, status: 'skipped' }).counts).toEqual({
    US: { pending: 0, completed: 0, skipped: 1 },
  })
})

test('deleted tasks leave the group and its counts; a marketplace without any is not counted', () => {
  const [home, other] = [sampleTask(), sampleTask({ marketplace: 'DE', status: 'completed' })]
  const counts = { US: { pending: 2, completed: 0, skipped: 0 }, DE: { pending: 0, completed: 1, skipped: 0 } }
  const group = withoutTasks(sampleGroup([home, other], { counts }), new Set([home.id, other.id]))
  expect(group.tasks).toEqual([])
  expect(group.counts).toEqual({ US: { pending: 1, completed: 0, skipped: 0 } })
  const untouched = sampleGroup([home])
  expect(withoutTasks(untouched, new Set([other.id]))).toBe(untouched)
})
