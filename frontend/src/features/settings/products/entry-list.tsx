import { useQuery } from '@tanstack/react-query'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { SortableList } from '#app/components/ui/sortable-list.tsx'
import type { CrmListName } from '#core/products/lists/contract.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { AddEntryForm } from './add-entry-form.tsx'
import { type AnyEntry, entriesQuery } from './entries.queries.ts'
import { EntryRow } from './entry-row.tsx'
import { LISTS } from './list-words.ts'
import { SuggestedStatuses } from './suggested-statuses.tsx'
import { useChangeEntry } from './use-entries.ts'

/** One list: its entries in their order, and a row to add another. */
export function EntryList({ name }: { name: CrmListName }) {
  const { data, error, isError, isFetching, refetch } = useQuery(entriesQuery(name))
  const { mutate } = useChangeEntry(name)
  const { tab, about, empty } = LISTS[name]
  const items: readonly AnyEntry[] = data?.items ?? []

  return (
    <section aria-label={tab} className="max-w-[960px] pt-4 pb-16">
      <p className="mb-4 max-w-prose text-muted">{about}</p>
      {isError && !data ? (
        <ErrorState
          title="The list could not be loaded"
          error={error}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
        />
      ) : !data ? (
        <div role="status" aria-label="Loading the list">
          <Skeleton className="h-[440px]" />
        </div>
      ) : (
        <>
          <UnreadableRows of={data} className="mb-4" />
          {name === 'statuses' && <SuggestedStatuses />}
          <div className="rounded-card border border-line bg-surface">
            {items.length === 0 ? (
              <p className="border-b border-line px-4 py-6 text-center text-muted">{empty}</p>
            ) : (
              <SortableList
                label={tab}
                items={items}
                onMove={(entry, position) => mutate({ entry, changes: { position } })}
                className="divide-y divide-line border-b border-line [&>li:first-child]:rounded-t-card"
              >
                {(entry, handle, position) => (
                  <EntryRow name={name} entry={entry} entries={items} handle={handle} position={position} />
                )}
              </SortableList>
            )}
            <AddEntryForm name={name} count={items.length} />
          </div>
        </>
      )}
    </section>
  )
}
