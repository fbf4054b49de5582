import { infiniteQueryOptions, keepPreviousData, type QueryKey, type QueryState } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '#app/lib/api.ts'
import type { Call } from '#core/http/client.ts'
import type { Contract, Output } from '#core/http/contract.ts'
import type { Pages } from './paged-cache.ts'

/** A list of the API that is read page by page. */
type ListContract = Contract & { query: z.ZodType; response: z.ZodType<{ next_cursor: string | null }> }

type PagedOptions<C extends ListContract> = {
  key: QueryKey
  /** The parts of the contract's path, such as `id`. */
  params?: Readonly<Record<string, string>>
  /** The filters; the kit adds the cursor. */
  query: Omit<z.input<C['query']>, 'cursor' | 'count'>
  /** The first page also requests the total number of rows. */
  isCounted?: boolean
  refetchInterval?: (state: QueryState<Pages<Output<C>>>) => number | false
  refetchOnWindowFocus?: (state: QueryState<Pages<Output<C>>>) => boolean
}

// safe: widens the literal to what later pages carry
const FIRST_PAGE = undefined as string | undefined

/** Reads a list contract page by page. The earlier list stays on screen while the next one loads. */
export function pagedQuery<C extends ListContract>(
  contract: C,
  { key, params, query, isCounted = false, refetchInterval, refetchOnWindowFocus }: PagedOptions<C>,
) {
  return infiniteQueryOptions<Output<C>, Error, Pages<Output<C>>, QueryKey, string | undefined>({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => {
      const page = pageParam ? { cursor: pageParam } : isCounted && { count: 'true' }
      const call: object = { ...(params && { params }), query: { ...query, ...page }, signal }
      return api(contract, call as Call<C>) // safe: the contract's own filters; every list takes `cursor`, a counted one `count`
    },
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    ...(refetchInterval && { refetchInterval: ({ state }) => refetchInterval(state) }),
    ...(refetchOnWindowFocus && { refetchOnWindowFocus: ({ state }) => refetchOnWindowFocus(state) }),
  })
}
