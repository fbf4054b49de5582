import { ArrowDown, ArrowRight, ArrowUp } from 'lucide-react'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import type { PriceChange } from '#core/prices/schema.ts'
import { cn } from '#ui/class-names.ts'
import { differenceWords } from './change-words.ts'

/** From the old price to the new one, with the direction as an arrow and a word. */
export function PriceMove({ change, isLarge = false }: { change: PriceChange; isLarge?: boolean }) {
  const { locale } = useFormat()
  const { old_price_cents, new_price_cents, currency } = change
  const isDown = new_price_cents < old_price_cents
  const Icon = new_price_cents === old_price_cents ? ArrowRight : isDown ? ArrowDown : ArrowUp
  return (
    <span className={cn('inline-flex items-center gap-1.5 whitespace-nowrap tabular-nums', isLarge && 'text-title')}>
      <span className="text-muted">{formatMoney(old_price_cents, currency, locale)}</span>
      <Icon
        className={cn(isLarge ? 'size-5' : 'size-3.5', isDown ? 'text-done' : 'text-waiting')}
        role="img"
        aria-label={isDown ? 'down to' : 'up to'}
      />
      <span className="font-medium">{formatMoney(new_price_cents, currency, locale)}</span>
      <span className="text-meta text-muted">{differenceWords(change, locale)}</span>
    </span>
  )
}
