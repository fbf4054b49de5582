import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { TitleWords, TryLookupAgain } from '#app/features/products/fields/fill-in-state.tsx'
import type { SourcedProduct } from '#core/products/schema.ts'
import { cn } from '#ui/class-names.ts'
import { OwnerAvatars } from '../owner-avatars.tsx'
import { TaskFact, VideoFact } from '../product-facts.tsx'
import type { ProductLists } from '../product-lists.ts'
import type { CellFormat } from './cell-format.ts'
import { cellValue } from './cell-values.ts'
import type { TableColumn } from './table-columns.ts'

type CellProps = {
  product: SourcedProduct
  column: TableColumn
  lists: ProductLists
  format: CellFormat
  /** The address of the product, beside the current list. */
  href: string
}

/** Kinds with a list of options: a click on the value opens it. */
const CHOSEN = new Set([
  'status',
  'collaboration_type',
  'contact_source',
  'marketplace',
  'decision',
  'custom_select',
  'owners',
])
export const isChosen = ({ kind }: Pick<TableColumn, 'kind'>): boolean => CHOSEN.has(kind)

const AMOUNTS = new Set(['money', 'custom_money', 'quantity', 'custom_number'])
/** Aligns digits at the right. */
export const isAtEnd = ({ kind }: Pick<TableColumn, 'kind'>): boolean => AMOUNTS.has(kind)

/** The content of a cell. Nothing in it listens to events: thousands of cells are drawn while a person scrolls. */
export function Cell({ product, column, lists, format, href }: CellProps): ReactNode {
  switch (column.id) {
    case 'image_url':
      return <ProductImage url={product.image_url} />
    case 'title':
      return (
        <span className="flex min-w-0 items-center gap-2">
          <a
            href={href}
            data-row-link
            tabIndex={-1}
            className="min-w-0 truncate font-medium hover:underline"
            title={product.title ?? undefined}
          >
            <TitleWords product={product} />
          </a>
          {product.fill_in_state === 'failed' && <TryLookupAgain product={product} />}
        </span>
      )
    case 'owners':
      return (
        <Changeable>
          {/* Initials are not part of the accessible name, because they repeat it. */}
          <span className="sr-only">Owners: {ownerNames(product, lists) || 'none'}. Change</span>
          <OwnerAvatars owners={product.owners} byId={lists.byId} />
        </Changeable>
      )
    case 'video_count':
      return <VideoFact video_count={product.video_count} />
    case 'pending_task_count':
      return <TaskFact {...product} />
  }
  const value = cellValue(product, column.id)
  if (isChosen(column)) return <ChosenValue column={column} value={value} lists={lists} />
  if (value === null || value === '') return null
  return <PlainValue column={column} value={value} currency={product.currency} format={format} />
}

const ownerNames = (product: SourcedProduct, lists: ProductLists) =>
  product.owners.map(({ owner_id }) => lists.byId.get(owner_id)?.name ?? '').join(', ')

function ChosenValue({ column, value, lists }: Pick<CellProps, 'column' | 'lists'> & { value: unknown }) {
  const chosen = typeof value === 'string' ? lists.byId.get(value) : undefined
  const name = column.kind === 'decision' && value !== null ? (value === 'sell' ? 'Sell' : 'Keep') : chosen?.name
  const none = column.kind === 'status' ? 'No status' : undefined
  return (
    <Changeable label={`${column.label}: ${name ?? 'none'}. Change`}>
      {chosen?.color && <StatusDot color={chosen.color} />}
      <span className={cn('truncate', !name && 'text-muted')}>{name ?? none}</span>
    </Changeable>
  )
}

/** The grid opens the list when the value is pressed; the keyboard reaches it through its cell. */
function Changeable({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      data-opens-editor
      aria-label={label}
      className="-mx-1.5 inline-flex h-7 w-[calc(100%+12px)] min-w-0 items-center gap-2 rounded-control px-1.5 text-left hover:bg-pressed"
    >
      {children}
    </button>
  )
}

type PlainValueProps = { column: TableColumn; value: unknown; currency: string; format: CellFormat }

function PlainValue({ column, value, currency, format }: PlainValueProps) {
  const text = String(value)
  switch (column.kind) {
    case 'money':
    case 'custom_money':
      return <Figures>{format.money(Number(value), currency)}</Figures>
    case 'quantity':
    case 'custom_number':
      return <Figures>{format.number(Number(value))}</Figures>
    case 'day':
    case 'custom_date': {
      const isDue = text <= format.today && (column.id === 'follow_up_date' || column.id === 'important_date')
      return (
        <span className={cn('truncate tabular-nums', isDue && 'font-medium text-waiting')}>
          {format.day(text)}
          {isDue && <span className="sr-only"> (due)</span>}
        </span>
      )
    }
    case 'instant':
      return (
        <time dateTime={text} title={format.exactInstant(text)} className="truncate text-muted tabular-nums">
          {format.instant(text)}
        </time>
      )
    case 'custom_checkbox':
      return value === true ? <Check className="size-4" aria-label="Yes" /> : <span className="text-muted">No</span>
    case 'custom_url':
      return (
        <a
          href={text}
          target="_blank"
          rel="noreferrer"
          tabIndex={-1}
          className="truncate text-info hover:underline"
          title={text}
        >
          {text.replace(/^https?:\/\/(www\.)?/, '')}
        </a>
      )
    case 'asin':
      return <span className="truncate text-muted tabular-nums">{text}</span>
    default:
      return (
        <span className="truncate" title={text}>
          {text}
        </span>
      )
  }
}

const Figures = ({ children }: { children: ReactNode }) => (
  <span className="ml-auto truncate tabular-nums">{children}</span>
)
