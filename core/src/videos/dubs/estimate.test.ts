import { expect, test } from 'vitest'
import { DubLanguage } from '../schema.ts'
import { DUB_LANGUAGE_NAMES, estimateDubCredits } from './estimate.ts'

test.each([
  [0, 0],
  [1, 50],
  [60, 3000],
  [130, 6500],
  [130.2, 6550],
  [9000, 450_000],
])('%d seconds are %d credits: every started second counts', (seconds, credits) => {
  expect(estimateDubCredits(seconds)).toBe(credits)
})

test('every language has a name', () => {
  expect(Object.keys(DUB_LANGUAGE_NAMES).toSorted()).toEqual([...DubLanguage.options].toSorted())
})
