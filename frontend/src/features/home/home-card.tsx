import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { Link } from 'react-router'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { Button } from '#ui/button.tsx'
import { Skeleton } from '#ui/skeleton.tsx'

type HomeCardProps<Data> = {
  title: string
  query: UseQueryResult<Data>
  /** The address of the whole list. */
  link: { to: string; label: string }
  count?: (data: Data) => number | undefined
  children: (data: Data) => ReactNode
}

const asObject = (data: unknown) => (typeof data === 'object' && data !== null ? data : undefined)

/** One card of Home with its query; each loads and fails independently. */
export function HomeCard<Data>({ title, query, link, count, children }: HomeCardProps<Data>) {
  const id = useId()
  const total = query.data === undefined ? undefined : count?.(query.data)
  return (
    <section aria-labelledby={id} className="rounded-card border border-line bg-surface">
      <header className="flex h-12 items-center justify-between gap-3 border-b border-line px-4">
        <h2 id={id} className="font-semibold">
          {title}
          {total !== undefined && <span className="ml-2 font-normal text-muted tabular-nums">{total}</span>}
        </h2>
        <Link to={link.to} className="text-table text-muted underline-offset-4 hover:text-ink hover:underline">
          {link.label}
        </Link>
      </header>
      {query.data !== undefined ? (
        <>
          <UnreadableRows of={asObject(query.data)} className="m-3" />
          {children(query.data)}
        </>
      ) : query.isError ? (
        <div role="alert" className="flex items-center justify-between gap-3 px-4 py-6">
          <p className="text-muted">This could not be loaded.</p>
          <Button size="small" onClick={() => void query.refetch()} isBusy={query.isFetching}>
            Try again
          </Button>
        </div>
      ) : (
        <div role="status" aria-label={`Loading: ${title}`} className="flex flex-col gap-3 p-4">
          <Skeleton className="h-9" />
          <Skeleton className="h-9" />
          <Skeleton className="h-9" />
        </div>
      )}
    </section>
  )
}
