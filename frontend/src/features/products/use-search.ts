import { useQueryClient } from '@tanstack/react-query'
import { useLayoutEffect, useRef } from 'react'
import { asFilters, productQueries } from './products.queries.ts'
import type { ProductView } from './views/use-product-view.ts'

/** Enough rows per page that scrolling rarely meets the end. */
export const PAGE_ROWS = 100

/** While an answer takes longer than this, the old rows are greyed out. */
const PATIENCE_MS = 120

/**
 * Searches while a person types: sends the request at once, and changes the page's URL when the rows arrive. Changing
 * it earlier costs, with a long list on screen, as much time as the answer.
 */
export function useSearch(view: ProductView): (text: string) => void {
  const queryClient = useQueryClient()
  const latest = useRef(view)
  useLayoutEffect(() => {
    latest.current = view
  })
  const turn = useRef(0)
  return async (text) => {
    turn.current += 1
    const mine = turn.current
    const { state } = latest.current
    if (state.layout === 'table') {
      const filters = { ...asFilters({ ...state, search: text }), limit: PAGE_ROWS }
      const answered = queryClient.prefetchInfiniteQuery(productQueries.list(filters))
      await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))])
    }
    // A person who kept typing only needs the later rows.
    if (mine === turn.current) latest.current.change({ search: text })
  }
}
