import { z } from 'zod'
import { useAddress } from '#app/components/data-table/query/use-address.ts'
import { ListingFilters } from '#core/listings/schema.ts'

export const DEFAULT_SORT = '-started_at'

const ListingsAddress = z.object({
  search: z.string().max(200).default(''),
  status: z.enum(['open', 'all', 'active', 'sold_out', 'inactive', 'ended']).default('open'),
  strategy_id: z.union([z.uuid(), z.literal('none')]).optional(),
  cuts: z.enum(['on', 'off']).optional(),
  floor: z.enum(['with', 'without', 'at']).optional(),
  parked: z.enum(['yes']).optional(),
  relisted: z.enum(['yes']).optional(),
  hidden: z.enum(['yes']).optional(),
  sort: ListingFilters.shape.sort.unwrap().default(DEFAULT_SORT),
})
export type ListingsAddress = z.infer<typeof ListingsAddress>

/** The page's status, filters and order. The status is a tab: "Clear filters" leaves it. */
export const useListingsAddress = () =>
  useAddress(ListingsAddress, { filters: ['search', 'strategy_id', 'cuts', 'floor', 'parked', 'relisted', 'hidden'] })
export type ListingsFiltering = ReturnType<typeof useListingsAddress>

/** What the API is asked for; without its order it is what the selection belongs to. */
export function asQuery(address: ListingsAddress) {
  const { search, status, strategy_id, cuts, floor, parked, relisted, hidden, sort } = address
  const narrowing = {
    ...(search && { q: search }),
    ...(status !== 'open' && { status }),
    ...(strategy_id && { strategy_id }),
    ...(cuts && { reductions_enabled: String(cuts === 'on') }),
    ...(floor === 'at' ? { at_floor: 'true' } : floor && { has_floor: String(floor === 'with') }),
    ...(parked && { is_parked: 'true' }),
    ...(relisted && { is_relisted: 'true' }),
    ...(hidden && { is_hidden: 'true' }),
  }
  return { narrowing, query: { ...narrowing, ...(sort !== DEFAULT_SORT && { sort }) } }
}
