import { describe, expect, test } from 'vitest'
import { ApiError, NetworkError } from './client.ts'
import { PROBLEMS, type ProblemCode } from './problem.ts'
import { mayPassLater, withRenewedToken } from './repeat.ts'

const refusal = (code: ProblemCode, status = PROBLEMS[code].status) =>
  new ApiError({ type: 'about:blank', title: PROBLEMS[code].title, status, code })

test.each([
  ['the network failed', new NetworkError('offline'), true],
  ['the server failed', refusal('internal'), true],
  ['the API refused', refusal('invalid_input'), false],
  ['our own code threw', new TypeError('x is undefined'), false],
])('tried again: %s', (_name, error, isExpected) => {
  expect(mayPassLater(error)).toBe(isExpected)
})

describe('a call with a token', () => {
  const answering = (...answers: (string | Error)[]) => {
    let calls = 0
    const call = async () => {
      const answer = answers[calls]
      calls += 1
      if (answer instanceof Error) throw answer
      return answer
    }
    return { call, count: () => calls }
  }

  test('is repeated once with a new token when the API refused the old one', async () => {
    const { call, count } = answering(refusal('not_signed_in'), 'rows')
    expect(await withRenewedToken(call, async () => true)).toBe('rows')
    expect(count()).toBe(2)
  })

  test('is not repeated without a new token', async () => {
    const { call, count } = answering(refusal('not_signed_in'), 'rows')
    await expect(withRenewedToken(call, async () => false)).rejects.toThrow(PROBLEMS.not_signed_in.title)
    expect(count()).toBe(1)
  })

  test('is not repeated a second time', async () => {
    const { call, count } = answering(refusal('not_signed_in'), refusal('not_signed_in'), 'rows')
    await expect(withRenewedToken(call, async () => true)).rejects.toThrow(PROBLEMS.not_signed_in.title)
    expect(count()).toBe(2)
  })

  test('is not repeated after any other failure', async () => {
    const { call, count } = answering(new NetworkError('offline'), 'rows')
    await expect(withRenewedToken(call, async () => true)).rejects.toThrow(NetworkError)
    expect(count()).toBe(1)
  })
})
