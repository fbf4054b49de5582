import { Select } from '#app/components/ui/select.tsx'
import { Switch } from '#app/components/ui/switch.tsx'
import type { Design } from '#core/thumbnails/design.ts'
import type { Fit } from '#core/thumbnails/geometry.ts'
import { Field } from '#ui/field.tsx'
import { ColorField } from './color-field.tsx'
import { ZoneFields } from './zone-fields.tsx'

const FITS: { value: Fit; label: string }[] = [
  { value: 'contain', label: 'Show the whole product' },
  { value: 'cover', label: 'Fill the zone' },
]

type ProductFieldsProps = { design: Design; onChange: (design: Design) => void }

/** How the product stands in its zone. */
export function ProductFields({ design, onChange }: ProductFieldsProps) {
  const set = (change: Partial<Design>) => onChange({ ...design, ...change })
  return (
    <div className="flex flex-col gap-4">
      <ZoneFields zone={design.placement_zone} onChange={(placement_zone) => set({ placement_zone })} />
      <Field label="Size">
        {(wiring) => <Select {...wiring} value={design.fit} onChange={(fit) => set({ fit })} options={FITS} />}
      </Field>
      <p className="flex items-center justify-between gap-3">
        <span>
          Remove a white background
          <span className="block text-meta text-muted">Only the white around the product; white inside it stays.</span>
        </span>
        <Switch
          label="Remove a white background"
          isOn={design.removes_white_background}
          onChange={(removes_white_background) => set({ removes_white_background })}
        />
      </p>
      <p className="flex items-center justify-between gap-3">
        <span>Fill behind the product</span>
        <Switch
          label="Fill behind the product"
          isOn={design.background !== null}
          onChange={(isOn) => set({ background: isOn ? '#FFFFFF' : null })}
        />
      </p>
      {design.background !== null && (
        <ColorField label="Fill" color={design.background} onChange={(background) => set({ background })} />
      )}
    </div>
  )
}
