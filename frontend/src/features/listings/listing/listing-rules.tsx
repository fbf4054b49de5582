import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Switch } from '#app/components/ui/switch.tsx'
import { floorWords, switchWords } from '#app/features/listings/listing-cells.tsx'
import type { Pricing } from '#app/features/listings/listing-prices.ts'
import { MoneyInput } from '#app/features/listings/money-input.tsx'
import { StrategySelect } from '#app/features/listings/strategy-select.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { ListedListing } from '#core/listings/schema.ts'
import { formatMoney } from '#core/money.ts'
import { proposeFloor } from '#core/prices/floors.ts'
import { Button } from '#ui/button.tsx'
import { useChangeListing } from './use-change-listing.ts'

/** What the person decides: whether, by which strategy, how far down, and what it cost. */
export function ListingRules({ listing, pricing }: { listing: ListedListing; pricing: Pricing }) {
  const { change } = useChangeListing()
  const format = useFormat()
  const { settings, strategies } = pricing
  const { price_cents, cost_cents, floor_cents, currency } = listing
  const { fee_bp, fixed_fee_cents, margin_bp } = settings
  const proposed = proposeFloor({ price_cents, cost_cents, fee_bp, fixed_fee_cents, margin_bp })
  const setFloor = (cents: number | null) =>
    change({ listing, patch: { floor_cents: cents }, words: floorWords(cents) })
  const proposals = [
    { cents: proposed.from_price_cents, words: '60% of the price' },
    { cents: proposed.from_cost_cents, words: 'cost + fees + margin' },
  ]
  return (
    <div className="divide-y divide-line rounded-card border border-line">
      <Row label="Price drops">
        <Switch
          label="Price drops"
          isOn={listing.reductions_enabled}
          onChange={(reductions_enabled) =>
            change({ listing, patch: { reductions_enabled }, words: switchWords(reductions_enabled) })
          }
        />
      </Row>
      <Row label="Strategy">
        <StrategySelect
          label="Strategy"
          value={listing.strategy_id}
          strategies={strategies}
          onChange={(strategy_id) => change({ listing, patch: { strategy_id }, words: 'Strategy changed' })}
          className="w-56 max-md:h-11"
        />
        {strategies.length === 0 && (
          <Link to={addresses.strategies()} className="text-table underline">
            Write the first one
          </Link>
        )}
      </Row>
      <Row
        label={`Floor (${currency})`}
        below={
          <div className="flex flex-wrap gap-2">
            {proposals.map(
              ({ cents, words }) =>
                cents !== null &&
                cents !== floor_cents && (
                  <Button key={words} size="small" className="max-md:h-11" onClick={() => setFloor(cents)}>
                    {formatMoney(cents, currency, format.locale)}: {words}
                  </Button>
                ),
            )}
          </div>
        }
      >
        <span className="w-32">
          <MoneyInput label="Floor" cents={floor_cents} currency={currency} onSave={setFloor} placeholder="No floor" />
        </span>
      </Row>
      <Row label={`Cost (${currency})`}>
        <span className="w-32">
          <MoneyInput
            label="Cost"
            cents={cost_cents}
            currency={currency}
            onSave={(cents) => change({ listing, patch: { cost_cents: cents }, words: 'Cost set' })}
            placeholder="Not known"
          />
        </span>
      </Row>
    </div>
  )
}

function Row({ label, children, below }: { label: string; children: ReactNode; below?: ReactNode }) {
  return (
    <div className="px-3 py-1.5">
      <div className="flex min-h-9 items-center justify-between gap-4">
        <span className="text-table text-muted">{label}</span>
        <span className="flex min-w-0 items-center gap-3">{children}</span>
      </div>
      {below && <div className="flex justify-end pb-1.5">{below}</div>}
    </div>
  )
}
