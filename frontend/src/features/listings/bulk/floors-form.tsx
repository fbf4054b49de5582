import { useId, useState } from 'react'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import type { FloorRule, ListedListing } from '#core/listings/schema.ts'
import { formatMoney } from '#core/money.ts'
import { formatPercent } from '#core/percent.ts'
import type { EbaySettings } from '#core/prices/schema.ts'
import { Button } from '#ui/button.tsx'
import { Input } from '#ui/input.tsx'

const percent = (bp: number) => formatPercent(bp / 10_000)

type FloorsFormProps = {
  listings: readonly ListedListing[]
  settings: EbaySettings
  isBusy: boolean
  /** `listings` are those the rule changes. */
  onApply: (rule: FloorRule, listings: readonly ListedListing[]) => void
}

/** Floors by a rule: a share of each price, or what covers cost, fees and margin. */
export function FloorsForm({ listings, settings, isBusy, onApply }: FloorsFormProps) {
  const id = useId()
  const format = useFormat()
  const [rule, setRule] = useState<FloorRule['rule']>('share')
  const [share, setShare] = useState('60')
  const [isOnlyWithout, setOnlyWithout] = useState(true)
  const open = isOnlyWithout ? listings.filter(({ floor_cents }) => floor_cents === null) : listings
  const changed = rule === 'cost' ? open.filter(({ cost_cents }) => cost_cents !== null) : open
  const withoutCost = open.length - changed.length
  const shareBp = Math.round(Number(share.replace(',', '.')) * 100)
  const isShareWrong = !(shareBp >= 100 && shareBp <= 10_000)
  const { fee_bp, fixed_fee_cents, margin_bp } = settings
  const fixedFee = formatMoney(fixed_fee_cents, listings[0]?.currency ?? 'USD', format.locale)

  return (
    <form
      className="flex w-80 max-w-[calc(100vw-32px)] flex-col gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (changed.length === 0 || (rule === 'share' && isShareWrong)) return
        const only_without = isOnlyWithout
        onApply(rule === 'share' ? { rule, share_bp: shareBp, only_without } : { rule, only_without }, changed)
      }}
    >
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-2 font-semibold">Set floors</legend>
        <label className="flex items-center gap-2">
          <input
            type="radio"
            name={id}
            checked={rule === 'share'}
            onChange={() => setRule('share')}
            className="size-4 accent-accent-solid"
          />
          <Input
            inputMode="decimal"
            aria-label="Share of the price, percent"
            aria-invalid={(rule === 'share' && isShareWrong) || undefined}
            value={share}
            onFocus={() => setRule('share')}
            onChange={(event) => setShare(event.target.value)}
            className="max-w-16 text-right tabular-nums"
          />
          <span className="shrink-0">% of the price now</span>
        </label>
        <label className="flex items-start gap-2">
          <input
            type="radio"
            name={id}
            checked={rule === 'cost'}
            onChange={() => setRule('cost')}
            className="mt-0.5 size-4 accent-accent-solid"
          />
          <span>
            Cost + fees + margin
            <span className="block text-meta text-muted">
              {percent(fee_bp)} and {fixedFee} for eBay, {percent(margin_bp)} margin, as in Settings
            </span>
          </span>
        </label>
      </fieldset>
      <Checkbox isChecked={isOnlyWithout} onChange={setOnlyWithout}>
        Keep existing floors
      </Checkbox>
      <p role="status" className="text-table text-muted">
        {rule === 'share' && isShareWrong
          ? 'A share is between 1 and 100%.'
          : `${format.count(changed.length, 'listing')} will get a floor.`}
        {rule === 'cost' && withoutCost > 0 && ` ${withoutCost} have no cost and stay as they are.`}
      </p>
      <Button
        type="submit"
        variant="primary"
        className="max-md:h-11"
        isBusy={isBusy}
        disabled={changed.length === 0 || (rule === 'share' && isShareWrong)}
      >
        Set {format.count(changed.length, 'floor')}
      </Button>
    </form>
  )
}
