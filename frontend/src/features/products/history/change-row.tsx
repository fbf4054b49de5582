import { useQuery } from '@tanstack/react-query'
import { Check, Undo2 } from 'lucide-react'
import { Fragment } from 'react'
import { Link } from 'react-router'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ChangeSet } from '#core/products/changes.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { ChangeValues } from './change-values.tsx'
import { changeTitle, type Lineage } from './change-words.ts'
import { useUndo } from './use-undo.ts'

type ChangeRowProps = { change: ChangeSet; lineage: Lineage; isOfOneProduct: boolean }

/** One action: what, who, when, the values before and after, and Undo. */
export function ChangeRow({ change, lineage, isOfOneProduct }: ChangeRowProps) {
  const { locale } = useFormat()
  const { undoChange, isPending } = useUndo()
  const title = changeTitle(change, lineage, locale)
  return (
    <li aria-label={title} className="flex items-start gap-3 py-3">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{title}</p>
        <p className="text-meta text-muted">
          <Who change={change} /> · <RelativeTime instant={change.created_at} />
        </p>
        {!isOfOneProduct && <ProductLinks change={change} />}
        <ChangeValues change={change} isOfOneProduct={isOfOneProduct} />
      </div>
      {change.undone_by !== null && (
        <Badge>
          <Check aria-hidden="true" /> Undone
        </Badge>
      )}
      {change.can_undo && (
        <Button
          size="small"
          variant="quiet"
          className="-mt-1"
          aria-label={`Undo ${title}`}
          isBusy={isPending}
          onClick={() => undoChange(change, lineage)}
        >
          <Undo2 aria-hidden="true" />
          {isOfOneProduct && change.product_count > 1
            ? `Undo all ${change.product_count.toLocaleString(locale)}`
            : 'Undo'}
        </Button>
      )}
    </li>
  )
}

function Who({ change }: { change: ChangeSet }) {
  const { data: me } = useQuery(meQuery())
  if (change.created_by === null) return change.actor ?? 'OpSyncPro'
  return change.created_by === me?.id ? 'You' : (change.created_by_name ?? 'A teammate')
}

function ProductLinks({ change: { products, product_count } }: { change: ChangeSet }) {
  const more = product_count - products.length
  return (
    <p className="text-table break-words text-muted">
      {products.map(({ product_id, title, asin }, index) => (
        <Fragment key={product_id}>
          {index > 0 && ', '}
          <Link to={addresses.product(product_id)} className="underline-offset-2 hover:text-ink hover:underline">
            {title ?? asin}
          </Link>
        </Fragment>
      ))}
      {more > 0 && ` and ${more} more`}
    </p>
  )
}
