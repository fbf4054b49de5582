import { parseMoney } from '#core/money.ts'
import { InlineField } from './inline-field.tsx'

type MoneyFieldProps = { label: string; cents: number | null; onSave: (cents: number | null) => void }

/** An amount of the product's currency; empty means no amount, which is not 0. */
export function MoneyField({ label, cents, onSave }: MoneyFieldProps) {
  return (
    <InlineField
      label={label}
      value={cents === null ? '' : (cents / 100).toFixed(2)}
      onSave={(text) => onSave(text === '' ? null : parseMoney(text))}
      check={(text) => (text === '' || parseMoney(text) !== null ? null : 'Enter an amount, such as 24.90.')}
    />
  )
}
