import { type ReactNode, useRef, useState } from 'react'
import type { Design } from '#core/thumbnails/design.ts'
import { cn } from '#ui/class-names.ts'
import { boxStyle } from './box-style.ts'
import { layerName, PRODUCT, withZone } from './design-draft.ts'
import { ZoneBox } from './zone-box.tsx'
import type { Guides } from './zone-moves.ts'

type StageProps = {
  design: Design
  onChange: (design: Design) => void
  selected: string
  onSelect: (selected: string) => void
  onRemoveLayer: (id: string) => void
  /** The template's image. */
  imageUrl: string | null
  productUrl: string | null
  /** The finished picture of exactly this design; null while it is being made. */
  renderedUrl: string | null
  children?: ReactNode
}

const NO_GUIDES: Guides = { x: [], y: [] }

/**
 * The frame with its zones, to be moved by mouse, finger or keyboard. It shows the finished picture, and while something
 * changes the image with the product in its place.
 */
export function Stage(props: StageProps) {
  const { design, onChange, selected, onSelect, onRemoveLayer, imageUrl, productUrl, renderedUrl } = props
  const frame = useRef<HTMLDivElement>(null)
  const [guides, setGuides] = useState(NO_GUIDES)
  const [isDragging, setDragging] = useState(false)
  const zones = [
    { key: PRODUCT, name: 'Product', zone: design.placement_zone },
    ...design.layers.map((layer) => ({ key: layer.id, name: layerName(design.layers, layer), zone: layer.zone })),
  ]
  const isFinished = renderedUrl !== null && !isDragging

  return (
    <div
      ref={frame}
      className="relative isolate aspect-video w-full touch-none select-none overflow-hidden rounded-card border border-line bg-sunken"
    >
      {isFinished ? (
        <img src={renderedUrl} alt="The thumbnail as it will be" className="absolute inset-0 size-full" />
      ) : (
        <>
          {imageUrl && <img src={imageUrl} alt="" className="absolute inset-0 size-full object-cover" />}
          <div
            className="absolute overflow-hidden"
            style={{ ...boxStyle(design.placement_zone), backgroundColor: design.background ?? undefined }}
          >
            {productUrl && (
              <img
                src={productUrl}
                alt=""
                className={cn('size-full', design.fit === 'contain' ? 'object-contain' : 'object-cover')}
              />
            )}
          </div>
        </>
      )}
      {zones.map(({ key, name, zone }) => (
        <ZoneBox
          key={key}
          name={name}
          zone={zone}
          others={zones.filter((other) => other.key !== key).map((other) => other.zone)}
          frame={frame}
          isSelected={key === selected}
          onSelect={() => onSelect(key)}
          onChange={(next) => onChange(withZone(design, key, next))}
          onRemove={key === PRODUCT ? undefined : () => onRemoveLayer(key)}
          onDrag={(drag) => {
            setDragging(drag !== null)
            setGuides(drag ?? NO_GUIDES)
          }}
        />
      ))}
      {guides.x.map((x) => (
        <span
          key={`x${x}`}
          className="pointer-events-none absolute inset-y-0 w-px bg-accent"
          style={{ left: `${x}%` }}
        />
      ))}
      {guides.y.map((y) => (
        <span
          key={`y${y}`}
          className="pointer-events-none absolute inset-x-0 h-px bg-accent"
          style={{ top: `${y}%` }}
        />
      ))}
      {props.children}
    </div>
  )
}
