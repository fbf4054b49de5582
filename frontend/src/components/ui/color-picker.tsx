import { Check } from 'lucide-react'
import { useState } from 'react'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { Popover } from './popover.tsx'

const SWATCHES: readonly { name: string; color: string }[] = [
  { name: 'Red', color: '#EF4444' },
  { name: 'Orange', color: '#F97316' },
  { name: 'Amber', color: '#F59E0B' },
  { name: 'Yellow', color: '#EAB308' },
  { name: 'Green', color: '#22C55E' },
  { name: 'Emerald', color: '#10B981' },
  { name: 'Cyan', color: '#06B6D4' },
  { name: 'Blue', color: '#3B82F6' },
  { name: 'Indigo', color: '#6366F1' },
  { name: 'Violet', color: '#8B5CF6' },
  { name: 'Pink', color: '#EC4899' },
  { name: 'Gray', color: '#6B7280' },
]

/** A color for a new entry that differs from its neighbors. */
export const swatchFor = (place: number): string => SWATCHES[(place * 7) % SWATCHES.length]?.color ?? '#6B7280'

type ColorPickerProps = {
  /** The entry with this color, such as `Delivered`. */
  name: string
  /** `#RRGGBB`. */
  color: string
  onChange: (color: string) => void
}

/** A dot that opens a dozen colors and a field for any other. */
export function ColorPicker({ name, color, onChange }: ColorPickerProps) {
  return (
    <Popover
      className="p-3"
      label={`Colour of ${name}`}
      trigger={
        <button
          type="button"
          aria-label={`Colour of ${name}: ${nameOf(color)}. Change`}
          className="inline-flex size-7 shrink-0 items-center justify-center rounded-control hover:bg-hover"
        >
          <span
            className="size-4 rounded-full ring-1 ring-ink/10"
            style={{ backgroundColor: color }}
            aria-hidden="true"
          />
        </button>
      }
    >
      <div className="grid grid-cols-6 gap-1">
        {SWATCHES.map((swatch) => (
          <button
            key={swatch.color}
            type="button"
            aria-label={swatch.name}
            aria-pressed={isSame(swatch.color, color)}
            onClick={() => onChange(swatch.color)}
            className="inline-flex size-8 items-center justify-center rounded-control hover:bg-hover"
          >
            <span
              className="inline-flex size-5 items-center justify-center rounded-full ring-1 ring-ink/10"
              style={{ backgroundColor: swatch.color }}
              aria-hidden="true"
            >
              {isSame(swatch.color, color) && <Check className="size-3.5 text-black" />}
            </span>
          </button>
        ))}
      </div>
      <HexField key={color} color={color} onChange={onChange} />
    </Popover>
  )
}

const HEX = /^#?([0-9a-f]{6})$/i

function HexField({ color, onChange }: Pick<ColorPickerProps, 'color' | 'onChange'>) {
  const [text, setText] = useState(color)
  const [isWrong, setIsWrong] = useState(false)
  function take() {
    const hex = HEX.exec(text.trim())?.[1]
    setIsWrong(!hex)
    if (hex && !isSame(`#${hex}`, color)) onChange(`#${hex.toUpperCase()}`)
  }
  return (
    <form
      className="mt-3 w-52"
      onSubmit={(event) => {
        event.preventDefault()
        take()
      }}
    >
      <Field label="Any other" error={isWrong ? 'Six hexadecimal digits, such as #3B82F6.' : undefined}>
        {(wiring) => (
          <Input
            {...wiring}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onBlur={take}
            maxLength={7}
            spellCheck={false}
            autoComplete="off"
            className="tabular-nums"
          />
        )}
      </Field>
    </form>
  )
}

const isSame = (a: string, b: string) => a.toUpperCase() === b.toUpperCase()
const nameOf = (color: string) => SWATCHES.find((swatch) => isSame(swatch.color, color))?.name.toLowerCase() ?? color
