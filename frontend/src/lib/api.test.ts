// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { answer, FakeOutage, FakeProblem } from '#app/testing/fake-api.ts'
import { signInAna, startWorld } from '#app/testing/open-app.tsx'
import { ana } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { NetworkError } from '#core/http/client.ts'
import { api } from './api.ts'
import { openAuth } from './session.ts'

let world: ReturnType<typeof startWorld>
beforeEach(() => {
  world = startWorld()
  signInAna()
  history.replaceState(null, '', '/tasks?marketplace=DE')
})

async function stubRefresh(token: string | null) {
  const auth = await openAuth()
  return vi.spyOn(auth, 'refreshSession').mockImplementation(async () => {
    const stored = JSON.parse(localStorage.getItem('opsyncpro.session') ?? '{}')
    const session = token === null ? null : { ...stored, access_token: token }
    if (session) localStorage.setItem('opsyncpro.session', JSON.stringify(session))
    // safe: only `session` and `error` are read
    return { data: { session, user: null }, error: null } as never
  })
}

test('an expired session signs out once, however many calls fail together', async () => {
  answer(accountsContract.me, () => {
    throw new FakeProblem('not_signed_in')
  })
  await stubRefresh(null)
  const results = await Promise.allSettled([
    api(accountsContract.me),
    api(accountsContract.me),
    api(accountsContract.me),
  ])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(world.assign).toHaveBeenCalledTimes(1)
  expect(world.assign).toHaveBeenCalledWith('/sign-in?next=%2Ftasks%3Fmarketplace%3DDE&reason=expired')
  expect(localStorage.getItem('opsyncpro.session')).toBeNull()
})

test('a token that the API refuses is renewed and the call repeated', async () => {
  answer(accountsContract.me, ({ headers }) => {
    if (headers.get('authorization') !== 'Bearer token-2') throw new FakeProblem('not_signed_in')
    return ana
  })
  await stubRefresh('token-2')
  expect((await api(accountsContract.me)).name).toBe('Ana Lima')
  expect(world.assign).not.toHaveBeenCalled()
})

test('a broken network is not a reason to sign out', async () => {
  answer(accountsContract.me, () => {
    throw new FakeOutage()
  })
  await expect(api(accountsContract.me)).rejects.toBeInstanceOf(NetworkError)
  expect(world.assign).not.toHaveBeenCalled()
})
