import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table'
import { Link, useLocation } from 'react-router'
import { DataTable } from '#app/components/data-table/data-table.tsx'
import { ProductImage } from '#app/components/product-image.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import type { SourcedProduct } from '#core/products/schema.ts'
import { TitleWords, TryLookupAgain } from './fill-in-state.tsx'
import { TaskFact, VideoFact } from './product-facts.tsx'
import { StatusMenu } from './status-menu.tsx'

const features = tableFeatures({})
const column = createColumnHelper<typeof features, SourcedProduct>()

const columns = column.columns([
  column.display({
    id: 'picture',
    header: () => <span className="sr-only">Picture</span>,
    cell: ({ row }) => <ProductImage url={row.original.image_url} />,
  }),
  column.accessor('title', { header: 'Title', cell: ({ row }) => <TitleCell product={row.original} /> }),
  column.accessor('asin', {
    header: 'ASIN',
    cell: ({ getValue }) => <span className="text-muted tabular-nums">{getValue()}</span>,
  }),
  column.accessor('status_id', { header: 'Status', cell: ({ row }) => <StatusMenu product={row.original} /> }),
  column.accessor('video_count', { header: 'Video', cell: ({ getValue }) => <VideoFact video_count={getValue()} /> }),
  column.display({ id: 'tasks', header: 'Tasks', cell: ({ row }) => <TaskFact {...row.original} /> }),
  column.accessor('updated_at', {
    header: 'Updated',
    cell: ({ getValue }) => (
      <span className="text-muted">
        <RelativeTime instant={getValue()} />
      </span>
    ),
  }),
])

/** Column widths; the title takes what is left. */
const WIDTHS = {
  picture: 'w-14',
  title: '',
  asin: 'w-32',
  status_id: 'w-40',
  video_count: 'w-32',
  tasks: 'w-44',
  updated_at: 'w-32',
} as const

type ProductsTableProps = {
  products: SourcedProduct[]
  total: number | undefined
  isStale: boolean
  onEndReached: () => void
}

export function ProductsTable({ products, total, isStale, onEndReached }: ProductsTableProps) {
  const table = useTable({ features, columns, data: products, getRowId: (product) => product.id })
  return (
    <DataTable
      table={table}
      label="Products"
      widths={WIDTHS}
      total={total}
      isStale={isStale}
      onEndReached={onEndReached}
    />
  )
}

function TitleCell({ product }: { product: SourcedProduct }) {
  return (
    <span className="flex items-center gap-2">
      <TitleLink product={product} />
      <TryLookupAgain product={product} />
    </span>
  )
}

function TitleLink({ product }: { product: SourcedProduct }) {
  const { search } = useLocation()
  return (
    <Link
      to={`/products/${product.id}${search}`}
      preventScrollReset
      data-row-link
      // The link covers its row: one click target for the mouse, one focus for the keyboard.
      className="block min-w-0 truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
      title={product.title ?? undefined}
    >
      <TitleWords product={product} />
    </Link>
  )
}
