import { ColorPicker } from '#app/components/ui/color-picker.tsx'

type ColorFieldProps = { label: string; color: string; onChange: (color: string) => void }

/** A named color with its code. */
export function ColorField({ label, color, onChange }: ColorFieldProps) {
  return (
    <p className="flex items-center justify-between gap-3">
      <span>{label}</span>
      <span className="inline-flex items-center gap-1 text-table text-muted tabular-nums">
        {color.toUpperCase()}
        <ColorPicker name={label.toLowerCase()} color={color} onChange={onChange} />
      </span>
    </p>
  )
}
