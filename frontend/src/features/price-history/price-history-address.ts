import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { z } from 'zod'
import { useFormat } from '#app/lib/use-format.ts'
import { PriceChangeKind, PriceChangeState } from '#core/prices/schema.ts'
import { DAY_MS, instantWhen } from '#core/prices/zone.ts'
import { Day } from '#core/time.ts'
import type { LedgerFilters } from './price-history.queries.ts'

const Address = z.object({
  view: z.enum(['changes', 'runs']).catch('changes'),
  q: z.string().max(200).catch(''),
  state: z
    .union([PriceChangeState, z.literal('open')])
    .optional()
    .catch(undefined),
  kind: PriceChangeKind.optional().catch(undefined),
  strategy_id: z.uuid().optional().catch(undefined),
  run_id: z.uuid().optional().catch(undefined),
  listing_id: z.uuid().optional().catch(undefined),
  from: Day.optional().catch(undefined),
  until: Day.optional().catch(undefined),
  /** The row whose receipt is open. */
  change: z.uuid().optional().catch(undefined),
})
export type LedgerAddress = z.infer<typeof Address>

/** The page's view, filters and open receipt, kept in the address; what cannot be read falls back to nothing. */
export function useLedgerAddress() {
  const [search, setSearch] = useSearchParams()
  const { timeZone } = useFormat()
  const address = useMemo(() => Address.parse(Object.fromEntries(search)), [search])

  function setAddress(change: { [Key in keyof LedgerAddress]?: LedgerAddress[Key] | undefined }) {
    const entries = Object.entries({ ...address, ...change }).filter(
      ([key, value]) => value && !(key === 'view' && value === 'changes'),
    )
    setSearch(Object.fromEntries(entries.map(([key, value]) => [key, String(value)])), {
      replace: true,
      preventScrollReset: true,
    })
  }

  const { q, state, kind, strategy_id, run_id, listing_id, from, until } = address
  const filters: LedgerFilters = {
    ...(q && { q }),
    ...(state && { state }),
    ...(kind && { kind }),
    ...(strategy_id && { strategy_id }),
    ...(run_id && { run_id }),
    ...(listing_id && { listing_id }),
    ...(from && { planned_from: midnight(from, timeZone) }),
    ...(until && { planned_until: midnight(until, timeZone, 1) }),
  }
  return {
    address,
    filters,
    setAddress,
    hasFilters: Object.keys(filters).length > 0,
    clearFilters: () => setSearch(address.view === 'runs' ? { view: 'runs' } : {}, { replace: true }),
  }
}

/** When a day begins by the clock of a zone, so many days later. */
function midnight(day: string, timeZone: string, daysLater = 0): string {
  const clockMs = Date.parse(day) + daysLater * DAY_MS
  return new Date(instantWhen(timeZone, clockMs, clockMs - DAY_MS)).toISOString()
}
