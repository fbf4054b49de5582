import { expect, test } from 'vitest'
import { UpdateEbaySettings } from './schema.ts'

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const read = (vacation_until: unknown) => UpdateEbaySettings.safeParse({ vacation_until })

test.each([null, inDays(-1), inDays(1), inDays(365)])('a vacation may end %s', (end) => {
  expect(read(end).success).toBe(true)
})

test.each([inDays(367), '9999-12-31T23:59:59+00:00', 'infinity', '', 7])('a vacation may not end %s', (end) => {
  expect(read(end).success).toBe(false)
})

test('a person reads what to do instead', () => {
  expect(read(inDays(400)).error?.issues[0]?.message).toBe(
    'A vacation ends within a year. Pause all price drops for longer.',
  )
})
