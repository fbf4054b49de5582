import { useQuery } from '@tanstack/react-query'
import { Notice } from '#app/components/ui/notice.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { ebaySettingsQuery, strategiesQuery } from '#app/domains/connections/ebay.queries.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney, readTypedMoney, writeTypedMoney } from '#core/money.ts'
import { proposeFloor } from '#core/prices/floors.ts'
import type { QuickListCheck } from '#core/quick-list/schema.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import type { Draft, Issues } from './draft.ts'
import { Profit } from './profit.tsx'

type PricePanelProps = {
  check: QuickListCheck
  draft: Draft
  issues: Issues
  onChange: (next: Partial<Draft>) => void
  isBusy: boolean
  problem: string | null
}

/** Price, stock, floor price and the button. Beside the form, so that it is always visible. */
export function PricePanel({ check, draft, issues, onChange, isBusy, problem }: PricePanelProps) {
  const { data: settings } = useQuery(ebaySettingsQuery())
  const { data: strategies = [] } = useQuery(strategiesQuery())
  const format = useFormat()
  const style = { locale: format.locale, currency: check.currency }
  const priceCents = readTypedMoney(draft.price, style).cents
  const costCents = check.product?.currency === check.currency ? check.product.cost_cents : null
  const floors =
    settings && priceCents ? proposeFloor({ ...settings, price_cents: priceCents, cost_cents: costCents }) : null
  const strategy = strategies.find(({ id }) => id === draft.strategyId)
  const money = (cents: number) => formatMoney(cents, check.currency, format.locale)
  const propose = (cents: number) => () => onChange({ floor: writeTypedMoney(cents, style) })

  return (
    <div className="flex h-fit flex-col gap-4 rounded-card border border-line bg-surface p-4 lg:sticky lg:top-4">
      <div className="grid grid-cols-2 gap-3">
        <Field label={`Price (${check.currency})`} error={issues.price_cents}>
          {(wiring) => (
            <Input
              {...wiring}
              inputMode="decimal"
              placeholder={writeTypedMoney(2490, style)}
              value={draft.price}
              onChange={(event) => onChange({ price: event.target.value })}
            />
          )}
        </Field>
        <Field label="Quantity" error={issues.quantity}>
          {(wiring) => (
            <Input
              {...wiring}
              inputMode="numeric"
              value={draft.quantity}
              onChange={(event) => onChange({ quantity: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Profit priceCents={priceCents} costCents={costCents} currency={check.currency} settings={settings} />
      <Field
        label={`Floor (${check.currency})`}
        error={issues.floor_cents}
        hint="The price never falls below it. Optional."
      >
        {(wiring) => (
          <Input
            {...wiring}
            inputMode="decimal"
            value={draft.floor}
            onChange={(event) => onChange({ floor: event.target.value })}
          />
        )}
      </Field>
      {floors && (
        <div className="-mt-2 flex flex-wrap gap-2">
          <Button size="small" onClick={propose(floors.from_price_cents)}>
            60%: {money(floors.from_price_cents)}
          </Button>
          {floors.from_cost_cents !== null && (
            <Button size="small" onClick={propose(floors.from_cost_cents)}>
              Cost + fees + margin: {money(floors.from_cost_cents)}
            </Button>
          )}
        </div>
      )}
      <Field
        label="Strategy"
        {...(strategy && {
          hint: strategy.is_live
            ? `Price drops turn on with it; the first one is ${format.count(strategy.interval_days + strategy.start_delay_days, 'day')} after the listing begins.`
            : "This strategy isn't live: prices don't change until you publish it.",
        })}
      >
        {(wiring) => (
          <Select
            {...wiring}
            value={draft.strategyId ?? 'none'}
            onChange={(id) => onChange({ strategyId: id === 'none' ? null : id })}
            options={[
              { value: 'none', label: 'None' },
              ...strategies.map(({ id, name, is_live }) => ({
                value: id,
                label: is_live ? name : `${name} (preview)`,
              })),
            ]}
          />
        )}
      </Field>
      {problem && <Notice tone="failed">{problem}</Notice>}
      <Button type="submit" variant="primary" size="large" isBusy={isBusy}>
        List it on eBay
      </Button>
      <p className="text-meta text-muted">SKU {check.sku}. Goes live immediately.</p>
    </div>
  )
}
