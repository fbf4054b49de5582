import { useState } from 'react'
import { Link } from 'react-router'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { PriceChangeBadge } from '#app/domains/prices/price-change-state.tsx'
import { canUndo, KIND_WORDS } from '#app/domains/prices/price-change-words.ts'
import { useUndoPriceChange } from '#app/domains/prices/use-undo-price-change.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import type { PriceChange } from '#core/prices/schema.ts'
import { Button } from '#ui/button.tsx'

const SHOWN = 8

/** Every change of this listing's price with its reason, the newest first. */
export function PriceHistoryRows({ changes }: { changes: readonly PriceChange[] }) {
  const [isAll, setAll] = useState(false)
  const [newest] = changes.slice(-1)
  if (!newest) return <p className="text-table text-muted">No price changes yet.</p>
  const rows = changes.toReversed()
  const shown = isAll ? rows : rows.slice(0, SHOWN)
  return (
    <>
      <ul className="divide-y divide-line rounded-card border border-line">
        {shown.map((change) => (
          <PriceHistoryRow key={change.id} change={change} isNewest={change.id === newest.id} />
        ))}
      </ul>
      <div className="mt-2 flex flex-wrap gap-2">
        {rows.length > shown.length && (
          <Button size="small" onClick={() => setAll(true)}>
            Show {rows.length - shown.length} more
          </Button>
        )}
        {newest.listing_id && (
          <Link
            to={addresses.priceHistory({ listing_id: newest.listing_id })}
            className="py-1 text-table text-muted underline"
          >
            Open in Price history
          </Link>
        )}
      </div>
    </>
  )
}

function PriceHistoryRow({ change, isNewest }: { change: PriceChange; isNewest: boolean }) {
  const { locale } = useFormat()
  const undo = useUndoPriceChange()
  const { kind, strategy_name, actor_name, old_price_cents, new_price_cents, currency, reason, planned_at } = change
  const who = strategy_name ?? actor_name
  const money = (cents: number) => formatMoney(cents, currency, locale)
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-table">
      <span className="min-w-0 flex-1 basis-48">
        <span className="block tabular-nums">
          <span className="font-medium">
            {money(old_price_cents)} → {money(new_price_cents)}
          </span>{' '}
          <span className="text-muted">
            <RelativeTime instant={planned_at} />
          </span>
        </span>
        <span className="block text-meta text-muted">
          {KIND_WORDS[kind]}
          {who && ` by ${who}`}
          {reason && `. ${reason}`}
        </span>
      </span>
      <PriceChangeBadge change={change} />
      {/* Only what nobody changed since can be taken back. */}
      {isNewest && canUndo(change) && (
        <Button size="small" onClick={() => undo.mutate(change)} isBusy={undo.isPending}>
          Undo
        </Button>
      )}
    </li>
  )
}
