import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { listingCache } from '#app/features/listings/listings.queries.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { listingsContract } from '#core/listings/contract.ts'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

type CarryOver = {
  /** `all`: every relisted item that waits for an answer. */
  ids: readonly string[] | 'all'
  isWanted: boolean
}

/** The listings that one call answers for. */
const MOST_IDS = 5000

/** Answers for relisted items: carries over the settings of the ended listings, or declines for good. */
export function useCarryOver() {
  const queryClient = useQueryClient()
  const format = useFormat()
  return useMutation({
    mutationFn: async ({ ids, isWanted: is_wanted }: CarryOver) => {
      const asked = ids === 'all' ? await readRelisted() : ids
      if (asked.length === 0) return { changed: 0 }
      return api(listingsContract.carryOver, { body: { ids: [...asked], is_wanted } })
    },
    onSuccess: ({ changed }, { isWanted }) => {
      const count = format.count(changed, 'listing')
      if (isWanted) showDone(`Settings carried over: ${count}`, 'The first price drop is one interval from now.')
      else showDone(`Not carried over: ${count}`)
    },
    onError: (error) => showFailure('Nothing was carried over.', error),
    onSettled: () => settle(queryClient),
  })
}

const settle = (queryClient: QueryClient) =>
  Promise.all([listingCache.refresh(queryClient), queryClient.invalidateQueries({ queryKey: queryKeys.strategies })])

async function readRelisted(): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const query = { is_relisted: 'true', limit: '200', ...(cursor !== null && { cursor }) }
    const page: { items: { id: string }[]; next_cursor: string | null } = await api(listingsContract.list, { query })
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.next_cursor
  } while (cursor !== null && ids.length < MOST_IDS)
  return ids.slice(0, MOST_IDS)
}
