import { z } from 'zod'
import { type SourceBudget, SourceFeature, type SourceStatus } from '#core/catalog/source-budget.ts'
import { SourceName } from '#core/catalog/source-product.ts'
import { MARKETPLACES } from '#core/marketplaces.ts'
import { Instant } from '#core/time.ts'
import { limitOf } from '../connections/quotas.ts'
import { openServiceDb } from '../connections/service-db.ts'
import type { UserContext } from '../context.ts'
import { unwrap } from '../db/db-errors.ts'
import { stateOf } from './sources/ask-source.ts'
import { openSources } from './sources/open-product-sources.ts'
import { type KnownState, listSourceStates } from './sources/sources.repo.ts'

const Spent = z.array(z.object({ source: SourceName, feature: SourceFeature, units: z.number().int() }))
const Spending = z.object({ used: z.number().int(), resets_at: Instant, today: Spent, last_30_days: Spent })

/** The budget of the caller's workspace over all sources, and how each source is. Throws `not_allowed`. */
export async function readSourceBudget({ db }: UserContext): Promise<SourceBudget> {
  const { used, resets_at, today, last_30_days } = Spending.parse(unwrap(await db.rpc('read_source_spending')))
  const sources = openSources()
  const served = new Map(
    sources.map((source) => [source.name, MARKETPLACES.map(({ code }) => code).filter(source.serves)]),
  )
  const keys = sources.flatMap((source) => (served.get(source.name) ?? []).map(source.fingerprint))
  const known = keys.length > 0 ? await listSourceStates(openServiceDb(), keys) : []
  const spentAt = (rows: z.infer<typeof Spent>, name: SourceName) =>
    rows.flatMap(({ source, feature, units }) => (source === name ? [{ feature, units }] : []))

  const statusOf = (name: SourceName): SourceStatus => {
    const source = sources.find((one) => one.name === name)
    const marketplaces = served.get(name) ?? []
    const here = marketplaces.flatMap((code) => {
      const state = source && stateOf(known, source, code)
      return state ? [{ code, state }] : []
    })
    const stopped = here.filter(({ state }) => state.state !== 'working')
    const worst = stopped.find(({ state }) => state.state === 'reconnect') ?? stopped[0]
    return {
      source: name,
      state: source ? (worst?.state.state ?? 'working') : 'not_configured',
      stopped_in: stopped.map(({ code }) => code),
      since: worst?.state.since ?? null,
      retry_at: worst?.state.retry_at ?? null,
      marketplaces,
      tokens: tokensOf(here[0]?.state),
      spent_today: spentAt(today, name),
      spent_30_days: spentAt(last_30_days, name),
    }
  }
  return { daily_cap: limitOf('keepa'), used, resets_at, sources: SourceName.options.toReversed().map(statusOf) }
}

function tokensOf(state: KnownState | undefined): SourceStatus['tokens'] {
  if (!state || state.tokens_left === null || state.tokens_read_at === null) return null
  const { tokens_left: left, refill_per_minute, tokens_read_at: read_at } = state
  return { left, refill_per_minute: refill_per_minute ?? 0, read_at }
}
