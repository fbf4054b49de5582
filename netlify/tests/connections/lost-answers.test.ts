import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { fc } from '#core/testing/property.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import { unsealToken } from '../../src/connections/seal-tokens.ts'
import { AppError } from '../../src/errors.ts'
import { ProviderError } from '../../src/providers/errors.ts'
import { CONNECTION_CASES, type OpenCase } from '../../testing/connection-cases.ts'

/** What happens to one answer of the token endpoint. */
const FATES = {
  arrives: null,
  late: { delay_ms: 120 },
  never_sent: { drop: 'before' },
  lost: { drop: 'after' },
  lost_late: { drop: 'after', delay_ms: 120 },
  busy: { status: 503, body: { error: 'temporarily_unavailable' } },
} as const
type Fate = keyof typeof FATES

const Story = fc.record({
  fates: fc.array(fc.constantFrom<Fate>(...(Object.keys(FATES) as Fate[])), { maxLength: 6 }), // safe: its own keys
  graceMs: fc.constantFrom(0, 60_000),
  /** When leases are taken from their workers, as when a worker is frozen for longer than its lease. */
  stealAfterMs: fc.array(fc.integer({ min: 0, max: 250 }), { maxLength: 3 }),
  uses: fc.integer({ min: 1, max: 3 }),
})

const ROUNDS = Number(process.env.LOST_ANSWER_ROUNDS ?? 12)

const REFRESHED = CONNECTION_CASES.filter(({ refreshes }) => refreshes)

describe.each(REFRESHED)('two workers and lost answers of $provider', ({ provider, codes, tokenPath, open }) => {
  let at: OpenCase
  let ann: TestPerson
  let workspaceId: string
  beforeAll(async () => {
    at = await open()
    ann = await at.world.api.person(`ann-${provider}`)
    const [row] = await at.world.api.host.sql<{ id: string }>(
      'select current_workspace_id as id from public.users where id = $1',
      [ann.userId],
    )
    workspaceId = row?.id ?? ''
  })
  beforeEach(() => at.world.reset().then(() => undefined))
  afterEach(() => vi.unstubAllEnvs())
  afterAll(() => at.world.close())

  /** One worker: opens the account and uses it. Answers the codes of its failures, as `AppError` or `ProviderError`. */
  async function work(uses: number): Promise<string[]> {
    const codes: string[] = []
    for (let use = 0; use < uses; use += 1) {
      await at
        .openSession(workspaceId)
        .then((ask) => ask())
        .catch((error: unknown) => {
          if (!(error instanceof AppError || error instanceof ProviderError)) throw error
          codes.push(error.code)
        })
    }
    return codes
  }

  test(
    'no one has to sign in again while a stored token still works',
    async () => {
      await fc.assert(
        fc.asyncProperty(Story, async ({ fates, graceMs, stealAfterMs, uses }) => {
          const { host } = at.world.api
          await at.emulator.control.clearFaults()
          await at.world.connect(ann)
          await at.mature?.()
          await at.setGrace(graceMs)
          let skip = 0
          for (const fate of fates) {
            const fault = FATES[fate]
            const isOwnPath = tokenPath.includes('refresh')
            const match = { path: tokenPath, ...(!isOwnPath && { body_includes: 'refresh_token' }) }
            if (fault) await at.emulator.control.addFault({ match, times: 1, skip, ...fault })
            // Rules fire one after the other: a request that should pass is skipped by the next rule.
            skip = fault ? 0 : skip + 1
          }
          await host.exec(`update private.connections set access_token_expires_at = now() - interval '1 minute'`)
          const thieves = stealAfterMs.map(async (ms) => {
            await new Promise((resolve) => setTimeout(resolve, ms))
            await host.exec(`update private.connections set refresh_leased_until = now() - interval '1 second'`)
          })
          const [one, two] = await Promise.all([work(uses), work(uses), ...thieves])

          await at.emulator.control.clearFaults()
          const [row] = await host.sql<{
            state: string
            error_code: string | null
            workspace_id: string
            account: string
            refresh_token_sealed: string
          }>('select * from private.connections')
          if (!row) throw new Error('Nobody is connected')
          const refreshToken = unsealToken({ provider, ...row }, 'refresh_token', row.refresh_token_sealed)
          await at.mature?.()
          const isGood = await at
            .vendor()
            .refreshTokens(refreshToken)
            .then(
              (tokens) => tokens,
              () => null,
            )
          if (row.state === 'reconnect') {
            expect([isGood, row.error_code]).toEqual([null, 'refresh_answer_lost'])
          } else {
            expect([...one, ...two]).not.toContain(codes.reconnect)
            if (graceMs > 0) expect(isGood).not.toBeNull()
          }
        }),
        { numRuns: ROUNDS, endOnFailure: true },
      )
    },
    ROUNDS * 20_000,
  )
})
