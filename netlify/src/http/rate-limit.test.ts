import { expect, test } from 'vitest'
import { AppError } from '../errors.ts'
import { createRateLimit } from './rate-limit.ts'

function clocked() {
  let nowMs = 0
  const take = createRateLimit(() => nowMs)
  const isTaken = (caller = 'a') => {
    try {
      take(caller, 60)
      return true
    } catch (error) {
      if (error instanceof AppError) return error.extra.retryAfterSeconds
      throw error
    }
  }
  return { isTaken, pass: (ms: number) => (nowMs += ms) }
}

test('sixty a minute: sixty at once, then one a second', () => {
  const { isTaken, pass } = clocked()
  for (let i = 0; i < 60; i += 1) expect(isTaken()).toBe(true)
  expect(isTaken()).toBe(1)
  pass(999)
  expect(isTaken()).not.toBe(true)
  pass(1)
  expect(isTaken()).toBe(true)
  expect(isTaken()).toBe(1)
})

test('a quiet hour saves up no more than a minute', () => {
  const { isTaken, pass } = clocked()
  isTaken()
  pass(3_600_000)
  for (let i = 0; i < 60; i += 1) expect(isTaken()).toBe(true)
  expect(isTaken()).toBe(1)
})

test("one caller's flood slows no other caller", () => {
  const { isTaken } = clocked()
  for (let i = 0; i < 100; i += 1) isTaken('flood')
  expect(isTaken('quiet')).toBe(true)
})

test('ten thousand strangers do not make the limiter drop a waiting caller early', () => {
  const { isTaken } = clocked()
  for (let i = 0; i < 60; i += 1) isTaken('busy')
  for (let i = 0; i < 9_000; i += 1) isTaken(`stranger ${i}`)
  expect(isTaken('busy')).toBe(1)
})
