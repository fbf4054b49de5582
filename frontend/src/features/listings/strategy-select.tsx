import { Select } from '#app/components/ui/select.tsx'
import type { Strategy } from '#core/prices/schema.ts'

const NONE = 'none'

type StrategySelectProps = {
  label: string
  value: string | null
  strategies: readonly Strategy[]
  onChange: (strategyId: string | null) => void
  /** Beside a word that says how the strategy stands its name is enough. */
  isShort?: boolean
  className?: string
}

/** Which strategy lowers it; a preview and a paused one say so. */
export function StrategySelect({
  label,
  value,
  strategies,
  onChange,
  isShort = false,
  className,
}: StrategySelectProps) {
  return (
    <Select
      label={label}
      value={value ?? NONE}
      onChange={(next) => onChange(next === NONE ? null : next)}
      options={[{ value: NONE, label: 'No strategy' }, ...strategies.map((strategy) => asOption(strategy, isShort))]}
      {...(className && { className })}
    />
  )
}

const asOption = ({ id, name, is_live, is_active }: Strategy, isShort: boolean) => ({
  value: id,
  label: isShort ? name : !is_live ? `${name} (preview)` : !is_active ? `${name} (paused)` : name,
})
