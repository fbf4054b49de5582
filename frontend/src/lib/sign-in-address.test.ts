import { expect, test } from 'vitest'
import { readNext, signInAddress } from './sign-in-address.ts'

test.each([
  ['?next=%2Ftasks%3Fview%3Dhistory', '/tasks?view=history'],
  ['', '/'],
  ['?next=https%3A%2F%2Fevil.example%2F', '/'],
  ['?next=%2F%2Fevil.example', '/'],
  ['?next=javascript%3Aalert(1)', '/'],
  ['?next=%2Fsign-in', '/'],
])('after signing in with %s people land on %s', (search, landing) => {
  expect(readNext(search, 'https://app.example')).toBe(landing)
})

test('the sign-in address leads back', () => {
  expect(signInAddress('/products?video=no', 'expired')).toBe('/sign-in?next=%2Fproducts%3Fvideo%3Dno&reason=expired')
  expect(signInAddress('/')).toBe('/sign-in')
})
