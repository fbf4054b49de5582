import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { unreadableIn } from '#app/components/data-table/query/unreadable-in.ts'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ProductImport } from '#core/products/imports/contract.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { stateWords } from './import-words.ts'
import { importQueries } from './imports.queries.ts'

/** The newest imports of the workspace, so that people find a running one again. */
export function RecentImports() {
  const { data, isPending, isError, refetch, isFetching } = useQuery(importQueries.recent())
  if (data?.items.length === 0 && unreadableIn(data).length === 0) return null
  return (
    <section aria-labelledby="recent-imports" className="mt-8">
      <h2 id="recent-imports" className="font-semibold">
        Recent imports
      </h2>
      {isPending && <Skeleton className="mt-3 h-14 w-full" />}
      {isError && (
        <p role="alert" className="mt-2 flex items-center gap-3 text-muted">
          They could not be loaded.
          <Button size="small" onClick={() => void refetch()} isBusy={isFetching}>
            Try again
          </Button>
        </p>
      )}
      <UnreadableRows of={data} className="mt-2" />
      <ul className="mt-2 divide-y divide-line">
        {data?.items.map((item) => (
          <RecentImport key={item.id} item={item} />
        ))}
      </ul>
    </section>
  )
}

function RecentImport({ item }: { item: ProductImport }) {
  const format = useFormat()
  const { label, tone } = stateWords(item)
  return (
    <li className="flex items-center gap-3 py-3">
      <div className="min-w-0 flex-1">
        <Link
          to={addresses.productImport(item.id)}
          className="block truncate font-medium underline-offset-2 hover:underline"
        >
          {item.filename}
        </Link>
        <p className="text-meta text-muted">
          {format.count(item.row_count, 'row')} · {item.created_by_name ?? 'A teammate'} ·{' '}
          <RelativeTime instant={item.created_at} />
        </p>
      </div>
      <Badge tone={tone}>{label}</Badge>
    </li>
  )
}
