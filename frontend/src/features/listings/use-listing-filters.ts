import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { z } from 'zod'
import { ListingFilters } from '#core/listings/schema.ts'
import type { ListingQuery } from './listings.queries.ts'

export const DEFAULT_SORT = '-started_at'

const Address = z.object({
  search: z.string().max(200).catch(''),
  status: z.enum(['open', 'all', 'active', 'sold_out', 'inactive', 'ended']).catch('open'),
  strategy_id: z
    .union([z.uuid(), z.literal('none')])
    .optional()
    .catch(undefined),
  cuts: z.enum(['on', 'off']).optional().catch(undefined),
  floor: z.enum(['with', 'without', 'at']).optional().catch(undefined),
  parked: z.enum(['yes']).optional().catch(undefined),
  hidden: z.enum(['yes']).optional().catch(undefined),
  sort: ListingFilters.shape.sort.catch(DEFAULT_SORT),
})
export type ListingAddress = z.infer<typeof Address>

const UNSAID: Partial<Record<keyof ListingAddress, string>> = { status: 'open', sort: DEFAULT_SORT }

/** The page's filters and order, kept in the address. A hand-typed or outdated address falls back to the defaults. */
export function useListingFilters() {
  const [search, setSearch] = useSearchParams()
  const address = useMemo(() => Address.parse(Object.fromEntries(search)), [search])

  function setAddress(change: { [Key in keyof ListingAddress]?: ListingAddress[Key] | undefined }) {
    const entries = Object.entries({ ...address, ...change }).filter(
      ([key, value]) => value && UNSAID[key as keyof ListingAddress] !== value, // safe: the keys are those of `address`
    )
    setSearch(Object.fromEntries(entries.map(([key, value]) => [key, String(value)])), { replace: true })
  }

  const { search: q, status, strategy_id, cuts, floor, parked, hidden, sort } = address
  const query: ListingQuery = {
    ...(q && { q }),
    ...(status !== 'open' && { status }),
    ...(strategy_id && { strategy_id }),
    ...(cuts && { reductions_enabled: String(cuts === 'on') }),
    ...(floor === 'at' ? { at_floor: 'true' } : floor && { has_floor: String(floor === 'with') }),
    ...(parked && { is_parked: 'true' }),
    ...(hidden && { is_hidden: 'true' }),
    ...(sort !== DEFAULT_SORT && { sort }),
  }
  return {
    address,
    query,
    setAddress,
    clear: () =>
      setAddress({
        search: '',
        strategy_id: undefined,
        cuts: undefined,
        floor: undefined,
        parked: undefined,
        hidden: undefined,
      }),
    isNarrowed: Boolean(q || strategy_id || cuts || floor || parked || hidden),
  }
}
export type ListingFiltering = ReturnType<typeof useListingFilters>
