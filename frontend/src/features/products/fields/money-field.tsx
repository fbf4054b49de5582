import { useFormat } from '#app/lib/use-format.ts'
import { readTypedMoney, writeTypedMoney } from '#core/money.ts'
import { InlineField } from './inline-field.tsx'

type MoneyFieldProps = {
  /** Without the currency, which the label names as well. */
  label: string
  cents: number | null
  currency: string
  onSave: (cents: number | null) => void
}

/** An amount of the product's currency; empty means no amount, which is not 0. */
export function MoneyField({ label, cents, currency, onSave }: MoneyFieldProps) {
  const { locale } = useFormat()
  const style = { locale, currency }
  return (
    <InlineField
      label={`${label}, ${currency}`}
      value={cents === null ? '' : writeTypedMoney(cents, style)}
      onSave={(text) => onSave(text === '' ? null : readTypedMoney(text, style).cents)}
      check={(text) => (text === '' ? null : readTypedMoney(text, style).problem)}
    />
  )
}
