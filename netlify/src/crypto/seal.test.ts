import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fc } from '#core/testing/property.ts'
import { parseKeyring } from './keyring.ts'
import { needsReseal, seal, unseal } from './seal.ts'

const key = () => randomBytes(32).toString('base64')
const one = key()
const ring = parseKeyring(`1:${one}`)
const rotated = parseKeyring(` 1:${one}, 2:${key()} `)
const code = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error
  }
  return 'no error'
}

test('any secret is opened unchanged, and looks different every time it is sealed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (secret, identity) => {
      const sealed = seal(ring, identity, secret)
      expect(unseal(ring, identity, sealed)).toBe(secret)
      expect(seal(ring, identity, secret)).not.toBe(sealed)
    }),
  )
})

test('a sealed secret reveals nothing of its text', () => {
  expect(seal(ring, 'a', 'hunter2')).not.toContain(Buffer.from('hunter2').toString('base64url'))
})

test('one changed character anywhere and it does not open', () => {
  const sealed = seal(ring, 'users/1', 'secret')
  for (let i = 3; i < sealed.length - 1; i += 1) {
    const other = sealed[i] === 'A' ? 'B' : 'A'
    expect(code(() => unseal(ring, 'users/1', sealed.slice(0, i) + other + sealed.slice(i + 1)))).toBe(
      'sealed_tampered',
    )
  }
})

test("a secret moved to another owner's row does not open there", () => {
  expect(code(() => unseal(ring, 'users/2', seal(ring, 'users/1', 'secret')))).toBe('sealed_tampered')
})

test('after a rotation the old key still opens, the new one seals, and old secrets are recognized', () => {
  const old = seal(ring, 'a', 'secret')
  expect(unseal(rotated, 'a', old)).toBe('secret')
  expect(needsReseal(rotated, old)).toBe(true)
  expect(needsReseal(rotated, seal(rotated, 'a', 'secret'))).toBe(false)
  expect(code(() => unseal(ring, 'a', seal(rotated, 'a', 'secret')))).toBe('key_missing')
})

test.each(['', 'plain', 'v1.', 'v1.AAAA', 'vx.AAAA', 'v1.!!!!'])('"%s" is no sealed secret', (text) => {
  expect(code(() => unseal(ring, 'a', text))).toBe('sealed_malformed')
})

describe('keys', () => {
  test.each([
    [undefined, 'key_missing'],
    [' , ', 'key_missing'],
    ['1:c2hvcnQ=', 'key_malformed'],
    [`one:${one}`, 'key_malformed'],
    [one, 'key_malformed'],
    [`1:${one},1:${key()}`, 'key_malformed'],
  ])('%s are refused as %s, without being repeated', (text, expected) => {
    let message = ''
    const found = code(() => {
      try {
        parseKeyring(text)
      } catch (error) {
        message = String(error)
        throw error
      }
    })
    expect(found).toBe(expected)
    expect(message).not.toContain(one)
  })
})
