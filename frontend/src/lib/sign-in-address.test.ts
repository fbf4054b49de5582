import { expect, test } from 'vitest'
import { fc } from '#core/testing/property.ts'
import { isDeadLink, readNext, readRecoveryToken, signInAddress } from './sign-in-address.ts'

test.each([
  ['?next=%2Ftasks%3Fview%3Dhistory', '/tasks?view=history'],
  ['', '/'],
  ['?next=https%3A%2F%2Fevil.example%2F', '/'],
  ['?next=%2F%2Fevil.example', '/'],
  ['?next=javascript%3Aalert(1)', '/'],
  // A path of this site that names another one when it stands alone.
  ['?next=/.//evil.example', '/'],
  ['?next=/products/..//evil.example', '/'],
  ['?next=/a/b/../..//evil.example/tasks', '/'],
  ['?next=/%2e//evil.example', '/'],
  ['?next=/tasks/%2e%2E//evil.example', '/'],
  ['?next=.//evil.example', '/'],
  ['?next=///evil.example', '/'],
  ['?next=/%5Cevil.example', '/'],
  ['?next=/.%5C%5Cevil.example', '/'],
  ['?next=/%09//evil.example', '/'],
  ['?next=https%3A%2F%2Fapp.example%2F%2Fevil.example', '/'],
  ['?next=https%3A%2F%2Fapp.example%40evil.example', '/'],
  ['?next=%2Ftasks%2F%2Flater%3Fq%3D%2F%2Fx%23%2F%2Fy', '/tasks//later?q=//x#//y'],
  ['?next=%2Fsign-in', '/'],
])('after signing in with %s people land on %s', (search, landing) => {
  expect(readNext(search, 'https://app.example')).toBe(landing)
})

test.each([
  ['#access_token=a.b.c&refresh_token=d&type=recovery', true],
  ['#access_token=a.b.c&type=signup', true],
  ['#type=magiclink&refresh_token=d', true],
  ['#error=access_denied&error_code=otp_expired', true],
  ['#notes', false],
  ['', false],
])('the fragment %s is a dead link: %s', (hash, isDead) => {
  expect(isDeadLink(hash)).toBe(isDead)
})

test('only the link of a recovery mail carries a token, in its query', () => {
  expect(readRecoveryToken('?token_hash=abc&type=recovery')).toBe('abc')
  expect(readRecoveryToken('?token_hash=abc&type=magiclink')).toBeNull()
  expect(readRecoveryToken('?access_token=abc&type=recovery')).toBeNull()
})

test('whatever next says, people stay on this site', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('/', '\\', '.', '..', '%2e', '@', ':', 'https:', 'evil.example', 'a', '\t', '#', '?')),
      (parts) => {
        const landing = readNext(`?${new URLSearchParams({ next: parts.join('') })}`, 'https://app.example')
        expect(new URL(landing, 'https://app.example').origin).toBe('https://app.example')
      },
    ),
  )
})

test('the sign-in address leads back', () => {
  expect(signInAddress('/products?video=no', 'expired')).toBe('/sign-in?next=%2Fproducts%3Fvideo%3Dno&reason=expired')
  expect(signInAddress('/')).toBe('/sign-in')
})
