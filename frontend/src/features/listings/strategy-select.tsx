import { Select } from '#app/components/ui/select.tsx'
import type { Strategy } from '#core/ebay/schema.ts'

const NONE = 'none'

type StrategySelectProps = {
  label: string
  value: string | null
  strategies: readonly Strategy[]
  onChange: (strategyId: string | null) => void
  className?: string
}

/** Which strategy lowers it; a preview and a paused one say so. */
export function StrategySelect({ label, value, strategies, onChange, className }: StrategySelectProps) {
  return (
    <Select
      label={label}
      value={value ?? NONE}
      onChange={(next) => onChange(next === NONE ? null : next)}
      options={[{ value: NONE, label: 'No strategy' }, ...strategies.map(asOption)]}
      {...(className && { className })}
    />
  )
}

const asOption = ({ id, name, is_live, is_active }: Strategy) => ({
  value: id,
  label: !is_live ? `${name} (preview)` : !is_active ? `${name} (paused)` : name,
})
