import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { sealToken, unsealToken } from '../../src/connections/seal-tokens.ts'
import { CONNECTION_CASES, type OpenCase } from '../../testing/connection-cases.ts'

type Fault = Parameters<OpenCase['emulator']['control']['addFault']>[0]
type TokenRow = {
  workspace_id: string
  account: string
  refresh_token_sealed: string
  last_success_at: Date
  refresh_lost_at: Date | null
}

// Every fault, on every provider: docs/domains/connections.md has the table.
describe.each(CONNECTION_CASES)('$provider', (vendor) => {
  const { provider, rotates, refreshes: isRefreshed, tokenPath, apiPath, waitingJob, codes, refusals, open } = vendor
  /** For vendors that have a refresh. */
  const withRefresh = test.runIf(isRefreshed)
  let at: OpenCase
  let ann: TestPerson
  let workspaceId: string

  beforeAll(async () => {
    at = await open()
    ann = await at.world.api.person(`ann-${provider}`)
    const [row] = await sql<{ id: string }>('select current_workspace_id as id from public.users where id = $1', [
      ann.userId,
    ])
    workspaceId = row?.id ?? ''
  })
  beforeEach(async () => {
    await at.world.reset()
    await at.world.connect(ann)
    if (isRefreshed) await age()
  })
  afterEach(() => vi.unstubAllEnvs())
  afterAll(() => at.world.close())

  const sql = <R extends Record<string, unknown>>(statement: string, values: readonly unknown[] = []) =>
    at.world.api.host.sql<R>(statement, values)
  /** The access token expired, so the next use refreshes it first. */
  const age = async () => {
    await at.mature?.()
    await sql(`update private.connections set access_token_expires_at = now() - interval '1 minute'`)
  }
  const stealTurn = () => sql(`update private.connections set refresh_leased_until = now() - interval '1 second'`)
  const tokens = async () => {
    const [row] = await sql<TokenRow>('select * from private.connections')
    if (!row) throw new Error('Nobody is connected')
    return row
  }
  const tokenFault = (fault: Omit<Fault, 'match' | 'times'>, times = 1, skip = 0) =>
    at.emulator.control.addFault({
      match: tokenPath.includes('refresh') ? { path: tokenPath } : { path: tokenPath, body_includes: 'refresh_token' },
      times,
      ...(skip > 0 && { skip }),
      ...fault,
    })
  const refreshes = async () =>
    (await at.emulator.control.requests()).filter(
      ({ path, body }) =>
        path.split('?')[0] === tokenPath && `${JSON.stringify(body)}${path}`.includes(vendor.refreshWords),
    ).length
  const healthy = { state: 'connected', error_code: null, error_since: null, error_count: 0 }

  test.runIf(!isRefreshed)('a login that is over needs a person, and nothing is sent', async () => {
    await age()
    const asked = (await at.emulator.control.requests()).length
    for (let times = 0; times < 2; times += 1) expect((await at.test(ann)).problem.code).toBe(codes.reconnect)
    expect(await at.emulator.control.requests()).toHaveLength(asked)
    expect(await at.status(ann)).toMatchObject({ state: 'reconnect', error_code: 'token_expired', error_count: 2 })
    await at.world.connect(ann)
    expect(await at.status(ann)).toMatchObject(healthy)
  })

  withRefresh('ten uses at once are one refresh', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => at.test(ann)))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
    expect(await refreshes()).toBe(1)
    expect(await at.status(ann)).toMatchObject(healthy)
  })

  withRefresh(
    'two refreshes with one token: the loser finds the newer token and continues without a notice',
    async () => {
      // The first worker hangs; its lease expires, and the second one gets new tokens in the meantime.
      await tokenFault({ delay_ms: 1500 })
      const slow = at.test(ann)
      while ((await refreshes()) === 0) await sleep(20)
      await stealTurn()
      const quick = await at.test(ann)
      expect([quick.status, (await slow).status]).toEqual([200, 200])
      expect(await refreshes()).toBe(2)
      expect(await at.status(ann)).toMatchObject(healthy)
      await age()
      expect((await at.test(ann)).status).toBe(200)
    },
  )

  withRefresh('a request that never arrived is sent once more', async () => {
    await tokenFault({ drop: 'before' })
    expect((await at.test(ann)).status).toBe(200)
    expect(await refreshes()).toBe(2)
    expect(await at.status(ann)).toMatchObject(healthy)
  })

  withRefresh('a lost answer is requested once more, inside the grace, and no one notices', async () => {
    await at.setGrace(60_000)
    await tokenFault({ drop: 'after' })
    expect((await at.test(ann)).status).toBe(200)
    expect(await refreshes()).toBe(2)
    expect(await at.status(ann)).toMatchObject(healthy)
    await age()
    expect((await at.test(ann)).status).toBe(200)
  })

  withRefresh(
    'an answer that is lost for good is one notice with its cause, where refreshing ends the old token',
    async () => {
      await tokenFault({ drop: 'after' })
      const answer = await at.test(ann)
      if (!rotates) return expect(answer.status).toBe(200)
      expect([answer.status, answer.problem.code]).toEqual([409, codes.reconnect])
      expect(await at.status(ann)).toMatchObject({
        state: 'reconnect',
        error_code: 'refresh_answer_lost',
        error_count: 1,
      })
      await at.world.connect(ann)
      expect(await at.status(ann)).toMatchObject(healthy)
    },
  )

  withRefresh('two lost answers leave the account connected, and the next use finds out', async () => {
    await at.setGrace(60_000)
    await tokenFault({ drop: 'after' }, 2)
    expect((await at.test(ann)).problem.code).toBe('provider_try_later')
    expect(await at.status(ann)).toMatchObject(healthy)
    expect((await tokens()).refresh_lost_at !== null).toBe(rotates)
    expect((await at.test(ann)).status).toBe(200)
    expect((await tokens()).refresh_lost_at).toBeNull()
  })

  withRefresh('an unreadable answer counts as lost', async () => {
    await tokenFault({ status: 200, body: '<html>busy</html>' })
    expect((await at.test(ann)).status).toBe(200)
    expect(await refreshes()).toBe(2)
  })

  withRefresh.each([429, 503])('%i: the wait is kept, and nothing is sent again', async (status) => {
    await tokenFault({ status, headers: { 'retry-after': '17' }, body: { error: 'temporarily_unavailable' } }, 5)
    const answer = await at.test(ann)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '17'])
    expect(await refreshes()).toBe(1)
    expect(await at.status(ann)).toMatchObject(healthy)
    expect((await tokens()).refresh_lost_at).toBeNull()
  })

  withRefresh('a valid token is used while the vendor cannot refresh it', async () => {
    await sql(`update private.connections set access_token_expires_at = now() + interval '1 minute'`)
    await tokenFault({ status: 503 })
    expect((await at.test(ann)).status).toBe(200)
    expect(await at.status(ann)).toMatchObject(healthy)
  })

  test('a revoked grant is one notice, counted, requested no more, and over after connecting', async () => {
    await at.revoke()
    expect((await at.test(ann)).problem.code).toBe(codes.reconnect)
    const first = await at.status(ann)
    expect(first).toMatchObject({ state: 'reconnect', error_code: refusals.revoked, error_count: 1 })
    const asked = (await at.emulator.control.requests()).length
    for (let times = 0; times < 4; times += 1) await at.test(ann)
    expect(await at.emulator.control.requests()).toHaveLength(asked)
    expect(await at.status(ann)).toMatchObject({ error_since: first.error_since, error_count: 5 })
    await at.world.connect(ann)
    expect(await at.status(ann)).toMatchObject(healthy)
  })

  test.runIf(refusals.ownSecret !== null)(
    'our own wrong secret disconnects no account, and is over with the next use after it is corrected',
    async () => {
      await at.setSecret('another')
      for (let times = 0; times < 2; times += 1) expect((await at.test(ann)).problem.code).toBe('provider_failed')
      expect(await at.status(ann)).toMatchObject({ state: 'error', error_code: refusals.ownSecret, error_count: 2 })
      await at.setSecret('right')
      expect((await at.test(ann)).status).toBe(200)
      expect(await at.status(ann)).toMatchObject(healthy)
    },
  )

  test('a fresh token that is refused needs a new sign-in', async () => {
    await at.emulator.control.addFault({
      match: { path: apiPath },
      times: 20,
      status: 401,
      // Each vendor's own envelope. A 401 without one comes from something in between and proves nothing.
      body: vendor.refusedToken,
    })
    expect((await at.test(ann)).problem.code).toBe(codes.reconnect)
    expect(await at.status(ann)).toMatchObject({ state: 'reconnect', error_count: 1 })
  })

  withRefresh('a worker that died with its lease is replaced, and its answer counts as possibly lost', async () => {
    await at.setGrace(60_000)
    await sql(
      `update private.connections set refresh_worker = 'dead', refresh_leased_until = now() - interval '1 second'`,
    )
    const row = await tokens()
    const refreshToken = unsealToken({ provider, ...row }, 'refresh_token', row.refresh_token_sealed)
    // The dead worker sent its request, the vendor answered, and nothing was stored.
    await at.vendor().refreshTokens(refreshToken)
    expect((await at.test(ann)).status).toBe(200)
    expect(await at.status(ann)).toMatchObject(healthy)
  })

  test('a session never changes to another account', async () => {
    await age()
    const ask = await at.openSession(workspaceId)
    const another = { provider, workspace_id: workspaceId, account: 'ANOTHER' } as const
    const sealed = {
      access_token_sealed: sealToken(another, 'access_token', 'x'),
      refresh_token_sealed: sealToken(another, 'refresh_token', 'x'),
      access_token_expires_at: new Date(Date.now() + 3_600_000).toISOString(),
    }
    const { account } = await tokens()
    await sql(at.storeAnother, [workspaceId, ann.userId, JSON.stringify(sealed)])
    // Where several accounts may be connected, the first one goes.
    await sql(`select public.remove_connection($1, $2, $3)`, [provider, workspaceId, account])
    await expect(ask()).rejects.toMatchObject({ code: codes.notConnected })
  })

  test('connecting and disconnecting start waiting jobs at once', async () => {
    const woken = () => asks.mock.calls.filter(([input]) => String(input).endsWith('/api/jobs-drain')).length
    const asks = vi.spyOn(globalThis, 'fetch')
    await sql(
      `insert into private.jobs (workspace_id, kind, key, run_at) values ($1, $2, 'waits', now() + interval '1 hour')`,
      [workspaceId, waitingJob],
    )
    await at.world.connect(ann)
    expect(await sql(`select 1 from private.jobs where key = 'waits' and run_at > now()`)).toEqual([])
    expect(woken()).toBe(1)
    await at.disconnect(ann)
    await at.world.api.settle()
    expect(woken()).toBe(2)
    expect(await sql('select 1 from private.connections')).toEqual([])
  })

  test('success is written once a minute, not once a call', async () => {
    const before = (await tokens()).last_success_at
    await at.test(ann)
    expect((await tokens()).last_success_at).toEqual(before)
    await sql(`update private.connections set last_success_at = now() - interval '2 minutes'`)
    await at.test(ann)
    expect(Date.parse(String((await at.status(ann)).last_success_at))).toBeGreaterThan(Date.now() - 60_000)
  })
})
