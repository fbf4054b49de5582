import type { ReactNode } from 'react'
import { LoadMore } from '#app/components/load-more.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import type { PagedRows } from './query/use-paged-rows.ts'
import { UnreadableRows } from './unreadable-rows.tsx'

type ListStatesProps = {
  list: Omit<PagedRows<unknown>, 'rows'>
  /** While the first page loads. */
  skeleton: ReactNode
  /** "Your listings could not be loaded". */
  failure: string
  /** No rows: none yet, or none that match. */
  empty: ReactNode
  /** The rows load their next page themselves near their end; the end of the list only shows a failure. */
  loadsAhead?: boolean
  children: ReactNode
}

/** The states of every list: loading, failed, empty, rows, and the end that loads more rows. */
export function ListStates({ list, skeleton, failure, empty, loadsAhead = false, children }: ListStatesProps) {
  if (list.isPending) return skeleton
  if (list.error) {
    return <ErrorState title={failure} error={list.error} onRetry={list.retry} isRetrying={list.isFetching} />
  }
  if (list.hasNone) return empty
  const { end } = list
  return (
    <>
      <UnreadableRows rows={list.unreadable} />
      {children}
      <LoadMore {...end} {...(loadsAhead && { hasMore: end.hasFailed })} />
    </>
  )
}
