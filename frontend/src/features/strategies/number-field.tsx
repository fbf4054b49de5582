import { useState } from 'react'
import { useFormat } from '#app/lib/use-format.ts'
import { readTypedMoney, writeTypedMoney } from '#core/money.ts'
import { cn } from '#ui/class-names.ts'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'

export type NumberKind = 'whole' | 'percent' | 'money' | 'ending'

type NumberFieldProps = {
  label: string
  kind: NumberKind
  /** Whole units, basis points or cents; null is nothing, NaN what cannot be read. */
  value: number | null
  onChange: (value: number | null) => void
  onBlur?: () => void
  /** After the number: "days", "%". */
  unit?: string
  hint?: string
  error?: string | undefined
  placeholder?: string
}

/** A number as people write it, kept as a whole number of the smallest unit. */
export function NumberField(props: NumberFieldProps) {
  const { label, kind, value, onChange, onBlur, unit, hint, error, placeholder } = props
  const { locale } = useFormat()
  const [text, setText] = useState(() => write(kind, value, locale))
  const [isLeft, setLeft] = useState(false)
  const read = readAs(kind, text, locale)
  const typedProblem = kind === 'money' && text.trim() !== '' ? readTypedMoney(text, { locale }).problem : null
  // Changed from outside, such as by a preset: the text follows. What cannot be read stays as it was typed.
  if (!Object.is(read, value) && !(value !== null && Number.isNaN(value))) setText(write(kind, value, locale))
  return (
    <Field label={label} error={((error || isLeft) && typedProblem) || error} hint={hint}>
      {(wiring) => (
        <span className="relative block">
          <Input
            {...wiring}
            inputMode={kind === 'whole' || kind === 'ending' ? 'numeric' : 'decimal'}
            autoComplete="off"
            placeholder={placeholder}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setLeft(false)
              onChange(readAs(kind, event.target.value, locale))
            }}
            onBlur={() => {
              setLeft(true)
              onBlur?.()
            }}
            className={cn('tabular-nums', unit && 'pr-14')}
          />
          {unit && (
            <span aria-hidden="true" className="pointer-events-none absolute top-1.5 right-2.5 text-muted">
              {unit}
            </span>
          )}
        </span>
      )}
    </Field>
  )
}

function write(kind: NumberKind, value: number | null, locale: string | undefined): string {
  if (value === null || Number.isNaN(value)) return ''
  if (kind === 'money') return writeTypedMoney(value, { locale })
  if (kind === 'ending') return String(value).padStart(2, '0')
  return String(kind === 'percent' ? value / 100 : value)
}

function readAs(kind: NumberKind, text: string, locale: string | undefined): number | null {
  const typed = text.trim()
  if (typed === '') return null
  if (kind === 'money') return readTypedMoney(typed, { locale }).cents ?? Number.NaN
  if (kind === 'percent')
    return /^\d+([.,]\d{1,2})?$/.test(typed) ? Math.round(Number(typed.replace(',', '.')) * 100) : Number.NaN
  if (kind === 'ending') return /^[.,]?\d{1,2}$/.test(typed) ? Number(typed.replace(/^[.,]/, '')) : Number.NaN
  return /^\d+$/.test(typed) ? Number(typed) : Number.NaN
}
