import { useQuery } from '@tanstack/react-query'
import { ArrowRight } from 'lucide-react'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import { crmListQueries } from '#app/lib/crm-lists.ts'
import { useFormat } from '#app/lib/me.ts'
import { formatMoney } from '#core/money.ts'
import type { ChangeSet } from '#core/products/changes.ts'
import { fieldName, namedFields } from './field-names.ts'

// Said by the title of the change, or nothing a person could read.
const UNSHOWN = new Set(['deleted_at', 'image_url', 'collaboration_type_id', 'contact_source_id', 'marketplace_id'])
const DECISIONS: Record<string, string> = { sell: 'Sell', keep: 'Keep' }

/** From what to what, field by field; nothing for more than one product, or one that was added. */
export function ChangeValues({ change: { products, product_count } }: { change: ChangeSet }) {
  const [product] = products
  const before = product?.before
  if (!product || !before || product_count !== 1) return null
  const { after, currency } = product
  const fields = namedFields(Object.keys(after)).filter((field) => field in after && !UNSHOWN.has(field))
  if (fields.length === 0) return null
  return (
    <dl className="mt-1 flex flex-col gap-0.5 text-table">
      {fields.map((field) => (
        <div key={field} className="flex flex-wrap gap-x-2 md:grid md:grid-cols-[144px_1fr]">
          <dt className="text-muted">{fieldName(field)}</dt>
          <dd className="flex min-w-0 flex-wrap items-center gap-x-1.5">
            <Value field={field} value={before[field]} currency={currencyIn(before) ?? currency} />
            <span className="flex min-w-0 items-start gap-x-1.5">
              <ArrowRight role="img" aria-label="became" className="mt-[3px] size-3.5 shrink-0 text-faint" />
              <Value field={field} value={after[field]} currency={currencyIn(after) ?? currency} />
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const currencyIn = ({ currency }: Record<string, unknown>) => (typeof currency === 'string' ? currency : undefined)

type ValueProps = { field: string; value: unknown; currency: string }

function Value({ field, value, currency }: ValueProps) {
  const format = useFormat()
  if (value === null || value === undefined || value === '') return <span className="text-muted">empty</span>
  if (field === 'status_id') return <StatusValue id={String(value)} />
  const text = (() => {
    if (field.endsWith('_cents') && typeof value === 'number') return formatMoney(value, currency, format.locale)
    if (field.endsWith('_date')) return format.day(String(value))
    if (field.endsWith('_at')) return format.instant(String(value))
    if (field === 'decision') return DECISIONS[String(value)] ?? String(value)
    return typeof value === 'number' ? value.toLocaleString(format.locale) : String(value)
  })()
  return (
    <span className="line-clamp-2 min-w-0 break-words tabular-nums" title={text}>
      {text}
    </span>
  )
}

function StatusValue({ id }: { id: string }) {
  const { data } = useQuery(crmListQueries.statuses())
  const status = data?.items.find((item) => item.id === id)
  if (!status) return <span className="text-muted">{data ? 'a deleted status' : '…'}</span>
  return (
    <span className="inline-flex items-center gap-1.5">
      <StatusDot color={status.color} /> {status.name}
    </span>
  )
}
