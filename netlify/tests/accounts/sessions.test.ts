import { createHash } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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

describe('POST /api/panel-codes', () => {
  test('201 answers a code that the database knows by its hash only', async () => {
    const code = await newCode(ann)
    const hash = createHash('sha256').update(code).digest('hex')
    const rows = await api.host.sql('select code_hash from private.panel_codes where user_id = $1', [ann.userId])
    expect(rows).toEqual([{ code_hash: hash }])
  })

  test('a newer code replaces the older one; other people keep theirs', async () => {
    const [old, bobs] = [await newCode(ann), await newCode(bob)]
    const fresh = await newCode(ann)
    expect((await signPanelIn(old)).status).toBe(401)
    expect((await signPanelIn(fresh)).body.user.id).toBe(ann.userId)
    expect((await signPanelIn(bobs)).body.user.id).toBe(bob.userId)
  })
})

describe('POST /api/panel-sessions', () => {
  test('201 signs the panel in as the person, with a session of its own, and sends no email', async () => {
    const mails = api.host.mailbox.list().length
    const { status, body } = await signPanelIn(await newCode(ann))
    expect(status).toBe(201)
    expect(body.user).toEqual({ id: ann.userId, email: ann.email })
    const asPanel = { ...ann, accessToken: body.access_token }
    expect((await api.call(me, accountsContract.me, { as: asPanel })).body.id).toBe(ann.userId)
    expect((await list(asPanel))[0]).toMatchObject({ kind: 'panel', is_current: true })
    expect(api.host.mailbox.list()).toHaveLength(mails)
  })

  test('401 a code works once, also when it is sent three times at the same moment', async () => {
    const code = await newCode(ann)
    const answers = await Promise.all([signPanelIn(code), signPanelIn(code), signPanelIn(code)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 401, 401])
    expect((await signPanelIn(code)).problem.code).toBe('panel_code_invalid')
  })

  test('401 after two minutes a code is over', async () => {
    const code = await newCode(ann)
    await api.host.sql(`update private.panel_codes set expires_at = now() - interval '1 second' where user_id = $1`, [
      ann.userId,
    ])
    expect((await signPanelIn(code)).status).toBe(401)
  })

  test.each(['', 'x', 'a'.repeat(42), `${'a'.repeat(42)}=`, `${'a'.repeat(43)}\n`])('%j is no code', async (code) => {
    expect((await signPanelIn(code)).status).toBe(400)
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
})

describe('GET /api/sessions', () => {
  test('200 answers the own sessions, the current one first, each with what it is', async () => {
    const cat = await api.person('cat')
    await signPanelIn(await newCode(cat))
    const own = await list(cat)
    expect(own.map(({ kind, is_current }) => ({ kind, is_current }))).toEqual([
      { kind: 'dashboard', is_current: true },
      { kind: 'panel', is_current: false },
    ])
    expect(own[1]?.device).toBe('Chrome 148 on Windows')
  })
})

describe('DELETE /api/sessions/:id', () => {
  test('200 ends the session, which cannot be renewed; the others stay', async () => {
    const { body } = await signPanelIn(await newCode(bob))
    const [panel] = (await list({ ...bob, accessToken: body.access_token })).filter(({ is_current }) => is_current)
    const others = (await list(bob)).filter(({ id }) => id !== panel?.id).map(({ id }) => id)
    expect((await end(bob, panel?.id ?? '')).body).toEqual({ ended: true })
    expect((await list(bob)).map(({ id }) => id)).toEqual(others)
    const renewed = await authClient().refreshSession({ refresh_token: body.refresh_token })
    expect(renewed.error).not.toBeNull()
  })

  test('404 for a session that ended, and for one of another person', async () => {
    await signPanelIn(await newCode(bob))
    const panel = (await list(bob)).find(({ is_current }) => !is_current)
    expect((await end(ann, panel?.id ?? '')).status).toBe(404)
    expect((await end(bob, panel?.id ?? '')).status).toBe(200)
    expect((await end(bob, panel?.id ?? '')).problem.code).toBe('session_not_found')
  })
})
