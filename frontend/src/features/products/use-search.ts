import { useQueryClient } from '@tanstack/react-query'
import { useLayoutEffect, useRef } from 'react'
import { asFilters, productQueries } from './products.queries.ts'
import type { ProductView } from './views/use-product-view.ts'

/** Enough rows a time that scrolling rarely meets the end. */
export const PAGE_ROWS = 100

/** An answer that takes longer than this is waited for with the old rows greyed out. */
const PATIENCE_MS = 120

/**
 * Searches as somebody types: asks at once, and draws the page for its new address when the rows are there. Drawing it before
 * costs, with a long list on screen, as long as the answer takes.
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
    // Somebody who typed on meanwhile wants the later rows only.
    if (mine === turn.current) latest.current.change({ search: text })
  }
}
