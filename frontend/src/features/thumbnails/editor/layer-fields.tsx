import { Select } from '#app/components/ui/select.tsx'
import { type Decoration, TEXT_PX, type TextLayer } from '#core/thumbnails/design.ts'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { ColorField } from './color-field.tsx'
import { sourceOptions } from './design-draft.ts'
import { NumberInput } from './number-input.tsx'
import { ZoneFields } from './zone-fields.tsx'

const ALIGNMENTS: { value: TextLayer['align']; label: string }[] = [
  { value: 'left', label: 'Left' },
  { value: 'center', label: 'Center' },
  { value: 'right', label: 'Right' },
]
const VERTICAL: { value: TextLayer['vertical_align']; label: string }[] = [
  { value: 'top', label: 'Top' },
  { value: 'middle', label: 'Middle' },
  { value: 'bottom', label: 'Bottom' },
]
const DECORATIONS: { value: Decoration['kind']; label: string }[] = [
  { value: 'none', label: 'Plain' },
  { value: 'outline', label: 'Outline' },
  { value: 'plate', label: 'Plate' },
]

const decorationOf = (kind: Decoration['kind']): Decoration =>
  kind === 'outline'
    ? { kind, color: '#000000', width_px: 6 }
    : kind === 'plate'
      ? { kind, color: '#000000', opacity_percent: 70, padding_px: 16, radius_px: 12 }
      : { kind }

type LayerFieldsProps = {
  layer: TextLayer
  onChange: (change: Partial<TextLayer>) => void
  /** Characters of a free text that no font has. */
  missing: string
}

/** Everything about one text layer. */
export function LayerFields({ layer, onChange, missing }: LayerFieldsProps) {
  const { min_px, max_px, decoration } = layer
  return (
    <div className="flex flex-col gap-4">
      <Field label="Shows">
        {(wiring) => (
          <Select
            {...wiring}
            value={layer.source}
            onChange={(source) => onChange({ source })}
            options={sourceOptions}
          />
        )}
      </Field>
      {layer.source === 'free_text' && (
        <Field
          label="Text"
          error={missing ? `No font has ${missing}. ${missing.length > 1 ? 'They are' : 'It is'} left out.` : undefined}
        >
          {(wiring) => (
            <Input
              {...wiring}
              value={layer.text}
              maxLength={200}
              onChange={(event) => onChange({ text: event.target.value })}
            />
          )}
        </Field>
      )}
      <ZoneFields zone={layer.zone} onChange={(zone) => onChange({ zone })} />
      <div className="grid grid-cols-3 gap-3">
        <NumberInput
          label="Smallest"
          value={min_px}
          min={TEXT_PX.min}
          max={TEXT_PX.max}
          unit="px"
          onChange={(value) => onChange({ min_px: value, max_px: Math.max(value, max_px) })}
        />
        <NumberInput
          label="Largest"
          value={max_px}
          min={TEXT_PX.min}
          max={TEXT_PX.max}
          unit="px"
          onChange={(value) => onChange({ max_px: value, min_px: Math.min(value, min_px) })}
        />
        <NumberInput
          label="Lines"
          value={layer.max_lines}
          min={1}
          max={6}
          onChange={(max_lines) => onChange({ max_lines })}
        />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Alignment">
          {(wiring) => (
            <Select {...wiring} value={layer.align} onChange={(align) => onChange({ align })} options={ALIGNMENTS} />
          )}
        </Field>
        <Field label="Position">
          {(wiring) => (
            <Select
              {...wiring}
              value={layer.vertical_align}
              onChange={(vertical_align) => onChange({ vertical_align })}
              options={VERTICAL}
            />
          )}
        </Field>
      </div>
      <ColorField label="Text color" color={layer.color} onChange={(color) => onChange({ color })} />
      <Field label="Behind the text">
        {(wiring) => (
          <Select
            {...wiring}
            value={decoration.kind}
            onChange={(kind) => onChange({ decoration: decorationOf(kind) })}
            options={DECORATIONS}
          />
        )}
      </Field>
      <DecorationFields decoration={decoration} onChange={(next) => onChange({ decoration: next })} />
    </div>
  )
}

type DecorationFieldsProps = { decoration: Decoration; onChange: (decoration: Decoration) => void }

function DecorationFields({ decoration, onChange }: DecorationFieldsProps) {
  if (decoration.kind === 'none') return null
  if (decoration.kind === 'outline') {
    return (
      <>
        <ColorField
          label="Outline color"
          color={decoration.color}
          onChange={(color) => onChange({ ...decoration, color })}
        />
        <NumberInput
          label="Outline width"
          value={decoration.width_px}
          min={1}
          max={24}
          unit="px"
          onChange={(width_px) => onChange({ ...decoration, width_px })}
        />
      </>
    )
  }
  return (
    <>
      <ColorField
        label="Plate color"
        color={decoration.color}
        onChange={(color) => onChange({ ...decoration, color })}
      />
      <div className="grid grid-cols-3 gap-3">
        <NumberInput
          label="Opacity"
          value={decoration.opacity_percent}
          min={0}
          max={100}
          unit="%"
          onChange={(opacity_percent) => onChange({ ...decoration, opacity_percent })}
        />
        <NumberInput
          label="Padding"
          value={decoration.padding_px}
          min={0}
          max={80}
          unit="px"
          onChange={(padding_px) => onChange({ ...decoration, padding_px })}
        />
        <NumberInput
          label="Corners"
          value={decoration.radius_px}
          min={0}
          max={120}
          unit="px"
          onChange={(radius_px) => onChange({ ...decoration, radius_px })}
        />
      </div>
    </>
  )
}
