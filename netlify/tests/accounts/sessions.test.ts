import { createHash } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountsContract } from '#core/accounts/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import me from '../../functions/me.ts'
import panelCodes from '../../functions/panel-codes.ts'
import panelSessions from '../../functions/panel-sessions.ts'
import session from '../../functions/session.ts'
import sessions from '../../functions/sessions.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
let bob: TestPerson
beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
  bob = await api.person('bob')
})
afterAll(() => api.close())

const newCode = async (as: TestPerson) =>
  (await api.call(panelCodes, accountsContract.createPanelCode, { as })).body.code
const signPanelIn = (code: string, device = 'Chrome 148 on Windows') =>
  api.call(panelSessions, accountsContract.signPanelIn, { body: { code, device } })
const list = async (as: TestPerson) => (await api.call(sessions, accountsContract.listSessions, { as })).body.items
const end = (as: TestPerson, id: string) => api.call(session, accountsContract.endSession, { as, params: { id } })

const authClient = () =>
  createClient(api.host.url, api.host.secrets.publishable_key, {
    global: { fetch: api.host.fetch },
    auth: { persistSession: false, autoRefreshToken: false },
  }).auth

test('a code signs the panel in as the person, with a session of its own, and sends no email', async () => {
  const mails = api.host.mailbox.list().length
  const { status, body } = await signPanelIn(await newCode(ann))
  expect(status).toBe(201)
  expect(body.user).toEqual({ id: ann.userId, email: ann.email })
  const asPanel = { ...ann, accessToken: body.access_token }
  expect((await api.call(me, accountsContract.me, { as: asPanel })).body.id).toBe(ann.userId)
  expect(api.host.mailbox.list()).toHaveLength(mails)

  const own = await list(ann)
  expect(own.map(({ kind, is_current }) => ({ kind, is_current }))).toEqual([
    { kind: 'dashboard', is_current: true },
    { kind: 'panel', is_current: false },
  ])
  expect(own[1]?.device).toBe('Chrome 148 on Windows')
  expect((await list(asPanel))[0]).toMatchObject({ kind: 'panel', is_current: true })
})

test('a code works once, also when it is sent twice at the same moment', async () => {
  const code = await newCode(ann)
  const answers = await Promise.all([signPanelIn(code), signPanelIn(code), signPanelIn(code)])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 401, 401])
  expect((await signPanelIn(code)).problem.code).toBe('panel_code_invalid')
})

test('a newer code replaces the older one; other people keep theirs', async () => {
  const [old, bobs] = [await newCode(ann), await newCode(bob)]
  const fresh = await newCode(ann)
  expect((await signPanelIn(old)).status).toBe(401)
  expect((await signPanelIn(fresh)).body.user.id).toBe(ann.userId)
  expect((await signPanelIn(bobs)).body.user.id).toBe(bob.userId)
})

test('after two minutes a code is over, and the database knows only hashes', async () => {
  const code = await newCode(ann)
  const hash = createHash('sha256').update(code).digest('hex')
  const rows = await api.host.sql('select code_hash from private.panel_codes where user_id = $1', [ann.userId])
  expect(rows).toEqual([{ code_hash: hash }])
  await api.host.sql(`update private.panel_codes set expires_at = now() - interval '1 second' where code_hash = $1`, [
    hash,
  ])
  expect((await signPanelIn(code)).status).toBe(401)
})

test.each(['', 'x', 'a'.repeat(42), `${'a'.repeat(42)}=`, `${'a'.repeat(43)}\n`])('%j is no code', async (code) => {
  expect((await signPanelIn(code)).status).toBe(400)
})

test('an ended session cannot be renewed; the others stay', async () => {
  const { body } = await signPanelIn(await newCode(bob))
  const panel = (await list(bob)).find(({ kind, is_current }) => kind === 'panel' && !is_current)
  expect((await end(ann, panel?.id ?? '')).status).toBe(404)
  const others = (await list(bob)).filter(({ id }) => id !== panel?.id).map(({ id }) => id)
  expect((await end(bob, panel?.id ?? '')).body).toEqual({ ended: true })
  expect((await end(bob, panel?.id ?? '')).problem.code).toBe('session_not_found')
  expect((await list(bob)).map(({ id }) => id)).toEqual(others)
  for (const refresh_token of [body.refresh_token]) {
    expect((await authClient().refreshSession({ refresh_token })).error).not.toBeNull()
  }
})

test('only the service role makes sign-in links', async () => {
  for (const key of [api.host.secrets.publishable_key, ann.accessToken]) {
    const answer = await api.host.fetch(`${api.host.url}/auth/v1/admin/generate_link`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, apikey: api.host.secrets.publishable_key },
      body: JSON.stringify({ type: 'magiclink', email: ann.email }),
    })
    expect(answer.status).toBe(403)
  }
})
