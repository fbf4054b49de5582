import { useState } from 'react'
import { cn } from '#ui/class-names.ts'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'

type NumberInputProps = {
  label: string
  value: number
  onChange: (value: number) => void
  min: number
  max: number
  /** Percentages have decimals, pixels have none. */
  hasDecimals?: boolean
  unit?: string
}

/** A number in its range. What cannot be used stays as it was typed, with the reason; leaving the field restores it. */
export function NumberInput({ label, value, onChange, min, max, hasDecimals = false, unit }: NumberInputProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const read = (text: string) => {
    const number = Number(text.trim().replace(',', '.'))
    const isUsable = text.trim() !== '' && number >= min && number <= max && (hasDecimals || Number.isInteger(number))
    return isUsable ? Math.round(number * 100) / 100 : null
  }
  const isWrong = typed !== null && read(typed) === null
  return (
    <Field label={label} error={isWrong ? `${min} to ${max}` : undefined}>
      {(wiring) => (
        <span className="relative block">
          <Input
            {...wiring}
            inputMode={hasDecimals ? 'decimal' : 'numeric'}
            autoComplete="off"
            value={typed ?? String(value)}
            onChange={(event) => {
              const text = event.target.value
              const number = read(text)
              setTyped(text)
              if (number !== null) onChange(number)
            }}
            onBlur={() => setTyped(null)}
            className={cn('tabular-nums', unit && 'pr-8')}
          />
          {unit && (
            <span aria-hidden="true" className="pointer-events-none absolute right-2.5 top-1.5 text-muted">
              {unit}
            </span>
          )}
        </span>
      )}
    </Field>
  )
}
