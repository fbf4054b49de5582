import type { Zone } from '#core/thumbnails/geometry.ts'
import { NumberInput } from './number-input.tsx'
import { tidyZone } from './zone-moves.ts'

/** The zone in numbers. A side that would leave the frame moves the zone back into it. */
export function ZoneFields({ zone, onChange }: { zone: Zone; onChange: (zone: Zone) => void }) {
  const set = (part: keyof Zone) => (value: number) => onChange(tidyZone({ ...zone, [part]: value }))
  const percent = { min: 0, max: 100, hasDecimals: true, unit: '%' }
  return (
    <div className="grid grid-cols-2 gap-3">
      <NumberInput label="Left" value={zone.x} onChange={set('x')} {...percent} />
      <NumberInput label="Top" value={zone.y} onChange={set('y')} {...percent} />
      <NumberInput label="Width" value={zone.width} onChange={set('width')} {...percent} min={1} />
      <NumberInput label="Height" value={zone.height} onChange={set('height')} {...percent} min={1} />
    </div>
  )
}
