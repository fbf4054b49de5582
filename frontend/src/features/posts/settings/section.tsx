import type { ReactNode } from 'react'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'

type SectionProps<Data> = {
  title: string
  children: (data: Data) => ReactNode
  lead: string
  query: { data: Data | undefined; error: Error | null; isFetching: boolean; refetch: () => unknown }
}

/** A part of the settings with its own loading and failure. */
export function Section<Data>({ title, lead, query, children }: SectionProps<Data>) {
  const { data, error, isFetching, refetch } = query
  return (
    <section aria-label={title} className="flex flex-col gap-3">
      <div>
        <h2 className="text-lead font-semibold">{title}</h2>
        <p className="text-table text-muted">{lead}</p>
      </div>
      {data !== undefined ? (
        children(data)
      ) : error ? (
        <ErrorState
          room="panel"
          title={`${title} could not be loaded`}
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : (
        <div role="status" aria-label={`Loading ${title.toLowerCase()}`}>
          <Skeleton className="h-16" />
        </div>
      )}
    </section>
  )
}
