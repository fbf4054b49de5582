import { beforeEach, expect, test } from 'vitest'
import { installFakeChrome } from '../../testing/fake-chrome.ts'
import { type FakeServer, ORIGIN, problem, startFakeServer } from '../../testing/fake-server.ts'
import { sampleMe, sampleSession } from '../../testing/samples.ts'
import { sessionItem, settingsItem } from '../storage/items.ts'
import { takeCode } from './hand-over.ts'

const PANEL_SESSIONS = 'POST /api/panel-sessions'
const CODE = 'c'.repeat(43)
const OTHER_ID = '5f0d8a52-7b1c-4e8e-9d53-0a1b2c3d4e5f'

let server: FakeServer
let asked: unknown[]
const answerAs = (id: string) =>
  server.on(PANEL_SESSIONS, ({ body }) => {
    asked.push(body)
    const session = { access_token: 'fresh', refresh_token: 'fresh-refresh', expires_in: 3600 }
    return { status: 201, body: { ...session, user: { id, email: sampleMe.email } } }
  })
const revoked = () => server.requests.filter((address) => address === 'POST /auth/v1/logout').length

beforeEach(() => {
  installFakeChrome()
  server = startFakeServer()
  server.on('POST /auth/v1/logout', () => ({ status: 200, body: {} }))
  asked = []
  answerAs(sampleMe.id)
})

test('a code signs in at the server of the dashboard, whatever address was set before', async () => {
  await settingsItem.write({ origin: 'https://old.example.com' })
  expect(await takeCode(ORIGIN, CODE)).toBe('signed_in')
  expect(asked).toEqual([{ code: CODE, device: expect.any(String) }])
  expect(await sessionItem.read()).toMatchObject({ state: 'signed_in', origin: ORIGIN, access_token: 'fresh' })
  expect(await settingsItem.read()).toEqual({ origin: ORIGIN })
})

test('the same person gets the new session, and the earlier one ends', async () => {
  await sessionItem.write(sampleSession({ access_token: 'before' }))
  expect(await takeCode(ORIGIN, CODE)).toBe('signed_in')
  expect(await sessionItem.read()).toMatchObject({ access_token: 'fresh' })
  expect(revoked()).toBe(1)
})

test('another person who is signed in stays, and the new session ends', async () => {
  await sessionItem.write(sampleSession({ access_token: 'theirs' }))
  answerAs(OTHER_ID)
  expect(await takeCode(ORIGIN, CODE)).toBe('other_person')
  expect(await sessionItem.read()).toMatchObject({ access_token: 'theirs' })
  expect(revoked()).toBe(1)
})

test('a used code and a missing answer change nothing', async () => {
  server.on(PANEL_SESSIONS, () => problem('panel_code_invalid'))
  expect(await takeCode(ORIGIN, CODE)).toBe('refused')
  server.goOffline()
  expect(await takeCode(ORIGIN, CODE)).toBe('unknown')
  expect(await sessionItem.read()).toEqual({ state: 'signed_out', reason: 'never' })
})
