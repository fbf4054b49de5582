import type { UseQueryResult } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { unreadableIn } from '#app/components/data-table/query/unreadable-in.ts'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import type { UnreadableRow } from '#core/http/list.ts'
import { Button } from '#ui/button.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { Section } from './section.tsx'

type ListSectionProps<Item> = {
  title: string
  /** The label of the button that opens the form. */
  addLabel: string
  failedTitle: string
  /** The text of an empty list: why it is empty, and what an entry would do. */
  empty: string
  query: UseQueryResult<{ items: Item[]; unreadable?: readonly UnreadableRow[] | undefined }>
  /** Above the list. */
  head?: ReactNode
  renderForm: (close: () => void) => ReactNode
  renderRow: (item: Item) => ReactNode
}

/** A part of the product's sheet with a list and a form that adds to it. */
export function ListSection<Item>(props: ListSectionProps<Item>) {
  const { title, addLabel, failedTitle, empty, renderForm, renderRow } = props
  const { data, error, isError, isFetching, refetch } = props.query
  const [isAdding, setAdding] = useState(false)
  return (
    <Section
      title={title}
      aside={
        !isAdding && (
          <Button size="small" onClick={() => setAdding(true)}>
            <Plus aria-hidden="true" /> {addLabel}
          </Button>
        )
      }
    >
      {props.head}
      {isAdding && renderForm(() => setAdding(false))}
      {isError && !data && (
        <ErrorState title={failedTitle} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
      )}
      {!data && !isError && <Skeleton className="h-12" />}
      <UnreadableRows of={data} className="mb-2" />
      {data?.items.length === 0 && unreadableIn(data).length === 0 && !isAdding && (
        <p className="text-table text-muted">{empty}</p>
      )}
      {data && data.items.length > 0 && (
        <ul className="divide-y divide-line rounded-card border border-line">{data.items.map(renderRow)}</ul>
      )}
    </Section>
  )
}
