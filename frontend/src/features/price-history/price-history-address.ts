import { z } from 'zod'
import { useAddress } from '#app/components/data-table/query/use-address.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { PriceChangeKind, PriceChangeState } from '#core/prices/schema.ts'
import { DAY_MS, instantWhen } from '#core/prices/zone.ts'
import { Day } from '#core/time.ts'
import type { PriceHistoryFilters } from './price-history.queries.ts'

const PriceHistoryAddress = z.object({
  view: z.enum(['changes', 'runs']).default('changes'),
  q: z.string().max(200).default(''),
  state: z.union([PriceChangeState, z.literal('open')]).optional(),
  kind: PriceChangeKind.optional(),
  strategy_id: z.uuid().optional(),
  run_id: z.uuid().optional(),
  listing_id: z.uuid().optional(),
  from: Day.optional(),
  until: Day.optional(),
  /** The row whose receipt is open. */
  change: z.uuid().optional(),
})
type PriceHistoryAddress = z.infer<typeof PriceHistoryAddress>

/** The page's view, filters and open receipt. */
export function usePriceHistoryAddress() {
  const { timeZone } = useFormat()
  const filtering = useAddress(PriceHistoryAddress, {
    filters: ['q', 'state', 'kind', 'strategy_id', 'run_id', 'listing_id', 'from', 'until'],
  })
  return { ...filtering, filters: asFilters(filtering.address, timeZone) }
}

function asFilters(address: PriceHistoryAddress, timeZone: string): PriceHistoryFilters {
  const { q, state, kind, strategy_id, run_id, listing_id, from, until } = address
  return {
    ...(q && { q }),
    ...(state && { state }),
    ...(kind && { kind }),
    ...(strategy_id && { strategy_id }),
    ...(run_id && { run_id }),
    ...(listing_id && { listing_id }),
    ...(from && { planned_from: midnight(from, timeZone) }),
    ...(until && { planned_until: midnight(until, timeZone, 1) }),
  }
}

/** When a day begins by the clock of a zone, so many days later. */
function midnight(day: string, timeZone: string, daysLater = 0): string {
  const clockMs = Date.parse(day) + daysLater * DAY_MS
  return new Date(instantWhen(timeZone, clockMs, clockMs - DAY_MS)).toISOString()
}
