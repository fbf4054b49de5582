import { Ban, Check, CircleDashed, CircleHelp, Send, Undo2, X } from 'lucide-react'
import { STATE_WORDS } from '#app/domains/prices/price-change-words.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { PriceChange, PriceChangeState } from '#core/prices/schema.ts'
import { Badge } from '#ui/badge.tsx'

const ICONS = {
  planned: CircleDashed,
  sending: Send,
  sent: Send,
  confirmed: Check,
  rejected: X,
  unknown: CircleHelp,
  cancelled: Ban,
} satisfies Record<PriceChangeState, typeof Check>

/** How a change of price stands, in a word. */
export function PriceChangeBadge({ change }: { change: Pick<PriceChange, 'state' | 'is_undone' | 'confirmed_at'> }) {
  const format = useFormat()
  const { state, is_undone, confirmed_at } = change
  if (is_undone) {
    return (
      <Badge title="Undone since">
        <Undo2 aria-hidden="true" /> Undone
      </Badge>
    )
  }
  const { label, tone } = STATE_WORDS[state]
  const Icon = ICONS[state]
  const time = new Intl.DateTimeFormat(format.locale, { timeStyle: 'short', timeZone: format.timeZone })
  return (
    <Badge tone={tone} {...(confirmed_at !== null && { title: `eBay showed it ${format.instant(confirmed_at)}` })}>
      <Icon aria-hidden="true" /> {label}
      {confirmed_at !== null && ` ${time.format(new Date(confirmed_at))}`}
    </Badge>
  )
}
