import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { z } from 'zod'
import { MarketplaceCode } from '#core/marketplaces.ts'
import type { TaskListFilters } from './tasks.queries.ts'

const StatusFilter = z.enum(['pending', 'completed', 'skipped', 'all'])

const Address = z.object({
  view: z.enum(['videos', 'history']).catch('videos'),
  search: z.string().max(200).catch(''),
  marketplace: MarketplaceCode.optional().catch(undefined),
  /** People come here to work: what is to do is what they see first. */
  status: StatusFilter.catch('pending'),
  video: z.enum(['yes', 'no']).optional().catch(undefined),
})
type Address = z.infer<typeof Address>

/** The page's view and filters, kept in the address. A hand-typed or outdated address falls back to the defaults. */
export function useTaskFilters() {
  const [search, setSearch] = useSearchParams()
  const address = useMemo(() => Address.parse(Object.fromEntries(search)), [search])

  function setAddress(change: { [Key in keyof Address]?: Address[Key] | undefined }) {
    const next = { ...address, ...change }
    const entries = Object.entries(next).filter(
      ([key, value]) => value && !(key === 'view' && value === 'videos') && !(key === 'status' && value === 'pending'),
    )
    setSearch(Object.fromEntries(entries.map(([key, value]) => [key, String(value)])), { replace: true })
  }

  const filters: TaskListFilters = {
    ...(address.search && { search: address.search }),
    ...(address.marketplace && { marketplace: address.marketplace }),
    ...(address.status !== 'all' && { status: address.status }),
    ...(address.video && { has_video: address.video === 'yes' }),
  }
  return {
    address,
    filters,
    setAddress,
    clearFilters: () => setAddress({ search: '', marketplace: undefined, status: 'pending', video: undefined }),
    hasFilters: Boolean(address.search || address.marketplace || address.video || address.status !== 'pending'),
  }
}
