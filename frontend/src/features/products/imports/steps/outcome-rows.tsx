import { useInfiniteQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import { unreadableIn } from '#app/components/data-table/query/unreadable-in.ts'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { LoadMore } from '#app/components/load-more.tsx'
import { Tabs } from '#app/components/ui/tabs.tsx'
import { fieldName, namedFields } from '#app/features/products/fields/field-names.ts'
import { ChangeValue } from '#app/features/products/history/change-values.tsx'
import { OUTCOME_WORDS, OUTCOMES } from '#app/features/products/imports/import-words.ts'
import { importQueries, type RowsShown } from '#app/features/products/imports/imports.queries.ts'
import { useProductLists } from '#app/features/products/product-lists.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { describeAsinRepair } from '#core/products/imports/asin-cell.ts'
import type { ImportCounts, ImportRow, ProductImport } from '#core/products/imports/contract.ts'
import { Badge } from '#ui/badge.tsx'
import { cn } from '#ui/class-names.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'

/** The rows by outcome, each with its fields before and after, or the reason for its refusal. */
export function OutcomeRows({ item, counts }: { item: ProductImport; counts: ImportCounts }) {
  const { locale } = useFormat()
  const shown = OUTCOMES.filter((outcome) => counts[outcome] > 0)
  // Refused rows come first, because the person can still correct them.
  const [chosen, setChosen] = useState<RowsShown>(counts.bad > 0 ? 'bad' : (shown[0] ?? 'new'))
  const tabs = shown.map((outcome): { value: RowsShown; label: string } => ({
    value: outcome,
    label: `${OUTCOME_WORDS[outcome].label} (${counts[outcome].toLocaleString(locale)})`,
  }))
  if (counts.repaired > 0) {
    tabs.push({ value: 'repaired', label: `ASIN repaired (${counts.repaired.toLocaleString(locale)})` })
  }
  if (shown.length === 0) return null
  return (
    <div className="mt-6">
      <Tabs label="Rows by what happens to them" value={chosen} onChange={setChosen} tabs={tabs}>
        <Rows key={chosen} id={item.id} shown={chosen} />
      </Tabs>
    </div>
  )
}

function Rows({ id, shown }: { id: string; shown: RowsShown }) {
  const list = useInfiniteQuery(importQueries.rows(id, shown))
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isPending) return <Skeleton className="mt-4 h-24 w-full" />
  if (list.isError && rows.length === 0) {
    return (
      <ErrorState
        title="The rows could not be loaded"
        error={list.error}
        onRetry={() => void list.refetch()}
        isRetrying={list.isFetching}
      />
    )
  }
  if (rows.length === 0 && unreadableIn(list.data).length === 0)
    return <p className="py-6 text-muted">The rows of a file are kept for 30 days.</p>
  return (
    <>
      <UnreadableRows of={list.data} className="mt-3" />
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <OutcomeRow key={row.row_number} row={row} />
        ))}
      </ul>
      <LoadMore
        hasMore={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        hasFailed={list.isFetchNextPageError}
        onLoad={() => void list.fetchNextPage()}
      />
    </>
  )
}

function OutcomeRow({ row }: { row: ImportRow }) {
  const { locale } = useFormat()
  return (
    <li className="grid gap-x-4 gap-y-1 py-3 md:grid-cols-[180px_1fr]">
      <p className="text-table">
        <span className="text-muted">Row {row.row_number.toLocaleString(locale)}</span>{' '}
        {row.asin && <span className="font-medium tabular-nums">{row.asin}</span>}
      </p>
      <div className="min-w-0">
        {row.reasons.map(({ message }) => (
          <p key={message} className={cn('break-words', row.outcome === 'skipped' ? 'text-muted' : 'text-failed')}>
            {message}
          </p>
        ))}
        {row.repaired_asin && (
          <p className="flex flex-wrap items-center gap-x-2 text-table break-words">
            <Badge tone="info">Repaired</Badge>
            {describeAsinRepair(row.repaired_asin)}
          </p>
        )}
        {row.outcome === 'skipped' ? null : row.outcome === 'bad' ? (
          <p className="line-clamp-1 text-table break-all text-muted">{row.cells.filter(Boolean).join(' · ')}</p>
        ) : (
          <Fields row={row} />
        )}
      </div>
    </li>
  )
}

function Fields({ row: { before, after } }: { row: ImportRow }) {
  const lists = useProductLists()
  const fields = namedFields(Object.keys(after)).filter((field) => field in after)
  if (fields.length === 0) return <p className="text-muted">Nothing changes</p>
  const currency = typeof after.currency === 'string' ? after.currency : 'USD'
  return (
    <dl className="flex flex-col gap-0.5 text-table">
      {fields.map((field) => (
        <div key={field} className="flex flex-wrap gap-x-2">
          <dt className="text-muted">{fieldName(field, lists.fields)}</dt>
          <dd className="flex min-w-0 flex-wrap items-center gap-x-1.5">
            {before && (
              <>
                <ChangeValue field={field} value={asShown(field, before[field])} currency={currency} lists={lists} />
                <ArrowRight role="img" aria-label="becomes" className="size-3.5 shrink-0 text-faint" />
              </>
            )}
            {isNewName(after[field], field, lists) ? (
              <span className="break-words">{[after[field]].flat().join(', ')} (new)</span>
            ) : (
              <ChangeValue field={field} value={asShown(field, after[field])} currency={currency} lists={lists} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const LISTED = new Set(['status_id', 'collaboration_type_id', 'contact_source_id', 'marketplace_id', 'owners'])
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

// A name that the import will add to its list is shown in place of an id.
function isNewName(value: unknown, field: string, lists: ReturnType<typeof useProductLists>): boolean {
  if (!LISTED.has(field)) return false
  return [value].flat().some((one) => typeof one === 'string' && !UUID.test(one) && !lists.byId.has(one))
}

const asShown = (field: string, value: unknown): unknown =>
  field === 'owners' && Array.isArray(value)
    ? value.map((owner_id, index) => ({ owner_id, is_primary: index === 0, share_bps: null }))
    : value
