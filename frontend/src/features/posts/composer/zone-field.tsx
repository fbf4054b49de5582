import { cn } from '#ui/class-names.ts'
import { Field } from '#ui/field.tsx'
import { inputStyle } from '#ui/input.tsx'

// About 450 names: a native list searches while typing and costs nothing until it is opened.
const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

/** A time zone of this browser; a saved one that it does not list stays. */
export function ZoneField({ zone, onChange }: { zone: string; onChange: (zone: string) => void }) {
  const zones = ZONES.includes(zone) ? ZONES : [zone, ...ZONES]
  return (
    <Field label="Time zone">
      {(wiring) => (
        <select
          {...wiring}
          value={zone}
          onChange={(event) => onChange(event.target.value)}
          className={cn(inputStyle, 'h-8 w-full px-2')}
        >
          {zones.map((name) => (
            <option key={name} value={name}>
              {name.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
