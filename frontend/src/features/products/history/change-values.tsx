import { ArrowRight } from 'lucide-react'
import { z } from 'zod'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import { fieldName, namedFields } from '#app/features/products/fields/field-names.ts'
import { type Choice, choicesOf, type ProductLists, useProductLists } from '#app/features/products/product-lists.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import { formatPercent } from '#core/percent.ts'
import type { ChangeSet } from '#core/products/changes.ts'
import { ProductOwner } from '#core/products/schema.ts'

// Fields that the title of the change already says, or that people cannot read.
const UNSHOWN = new Set(['deleted_at', 'image_url'])

type ChangeValuesProps = { change: ChangeSet; isOfOneProduct?: boolean }

/**
 * The values before and after, field by field; empty for a change of several products (unless one is named) and for an
 * added product.
 */
export function ChangeValues({ change: { products, product_count }, isOfOneProduct = false }: ChangeValuesProps) {
  const lists = useProductLists()
  const [product] = products
  const before = product?.before
  if (!product || !before || (product_count !== 1 && !isOfOneProduct)) return null
  const { after, currency } = product
  const fields = namedFields(Object.keys(after)).filter((field) => field in after && !UNSHOWN.has(field))
  if (fields.length === 0) return null
  return (
    <dl className="mt-1 flex flex-col gap-0.5 text-table">
      {fields.map((field) => (
        <div key={field} className="flex flex-wrap gap-x-2 md:grid md:grid-cols-[144px_1fr]">
          <dt className="text-muted">{fieldName(field, lists.fields)}</dt>
          <dd className="flex min-w-0 flex-wrap items-center gap-x-1.5">
            <ChangeValue field={field} value={before[field]} currency={currencyIn(before) ?? currency} lists={lists} />
            <span className="flex min-w-0 items-start gap-x-1.5">
              <ArrowRight role="img" aria-label="became" className="mt-[3px] size-3.5 shrink-0 text-faint" />
              <ChangeValue field={field} value={after[field]} currency={currencyIn(after) ?? currency} lists={lists} />
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const currencyIn = ({ currency }: Record<string, unknown>) => (typeof currency === 'string' ? currency : undefined)

type ValueProps = { field: string; value: unknown; currency: string; lists: ProductLists }

/** A field's value as people read it, lists by their names. */
export function ChangeValue({ field, value, currency, lists }: ValueProps) {
  const format = useFormat()
  const isNothing =
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  if (isNothing) return <span className="text-muted">empty</span>
  if (field === 'owners') return <Owners owners={value} lists={lists} />
  const choices = choicesOf(field, lists)
  if (choices) return <Entry choice={choices.find(({ id }) => id === value)} isLoaded={choices.length > 0} />
  const kind = lists.fields.find(({ id }) => field === `custom.${id}`)?.kind
  const text = (() => {
    if ((field.endsWith('_cents') || kind === 'money') && typeof value === 'number')
      return formatMoney(value, currency, format.locale)
    if (field.endsWith('_date') || kind === 'date') return format.day(String(value))
    if (field.endsWith('_at')) return format.instant(String(value))
    if (typeof value === 'boolean') return value ? 'Yes' : 'No'
    return typeof value === 'number' ? value.toLocaleString(format.locale) : String(value)
  })()
  return (
    <span className="line-clamp-2 min-w-0 break-words tabular-nums" title={text}>
      {text}
    </span>
  )
}

function Entry({ choice, isLoaded }: { choice: Choice | undefined; isLoaded: boolean }) {
  if (!choice) return <span className="text-muted">{isLoaded ? 'a deleted entry' : '…'}</span>
  return (
    <span className="inline-flex items-center gap-1.5">
      {choice.color !== null && <StatusDot color={choice.color} />} {choice.name}
    </span>
  )
}

function Owners({ owners, lists }: { owners: unknown; lists: ProductLists }) {
  const known = z.array(ProductOwner).safeParse(owners).data ?? []
  return known.map(({ owner_id, is_primary, share_bps }, index) => (
    <span key={owner_id}>
      {lists.byId.get(owner_id)?.name ?? 'a deleted owner'}
      {is_primary && known.length > 1 && ' (primary)'}
      {share_bps !== null && ` ${formatPercent(share_bps / 10_000)}`}
      {index < known.length - 1 && ','}
    </span>
  ))
}
