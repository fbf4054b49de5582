import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react'
import type { Zone } from '#core/thumbnails/geometry.ts'
import { cn } from '#ui/class-names.ts'
import { boxStyle } from './box-style.ts'
import {
  type Guides,
  HANDLES,
  type Handle,
  moveZone,
  resizeZone,
  snapMoved,
  snapResized,
  zoneByKey,
} from './zone-moves.ts'

type ZoneBoxProps = {
  name: string
  zone: Zone
  /** The zones that this one snaps to. */
  others: readonly Zone[]
  frame: RefObject<HTMLDivElement | null>
  isSelected: boolean
  onSelect: () => void
  onChange: (zone: Zone) => void
  onRemove: (() => void) | undefined
  /** The lines that the zone snaps to while it is dragged; null when it is let go. */
  onDrag: (guides: Guides | null) => void
}

type Drag = { handle: Handle | null; from: Zone; x: number; y: number; width: number; height: number }

const PLACES: Record<Handle, string> = {
  nw: '-left-2 -top-2 cursor-nwse-resize',
  n: 'left-1/2 -top-2 -translate-x-1/2 cursor-ns-resize',
  ne: '-right-2 -top-2 cursor-nesw-resize',
  e: '-right-2 top-1/2 -translate-y-1/2 cursor-ew-resize',
  se: '-right-2 -bottom-2 cursor-nwse-resize',
  s: 'left-1/2 -bottom-2 -translate-x-1/2 cursor-ns-resize',
  sw: '-left-2 -bottom-2 cursor-nesw-resize',
  w: '-left-2 top-1/2 -translate-y-1/2 cursor-ew-resize',
}

/** One zone of the frame. Arrow keys move it, Shift and arrows resize it, Alt makes the steps small. */
export function ZoneBox({ name, zone, others, frame, isSelected, onSelect, onChange, onRemove, onDrag }: ZoneBoxProps) {
  const drag = useRef<Drag | null>(null)

  function begin(event: PointerEvent<HTMLButtonElement>) {
    const rect = frame.current?.getBoundingClientRect()
    if (!rect || event.button !== 0) return
    onSelect()
    event.currentTarget.setPointerCapture(event.pointerId)
    const handle =
      event.target instanceof HTMLElement ? HANDLES.find((one) => one === handleOf(event.target)) : undefined
    drag.current = {
      handle: handle ?? null,
      from: zone,
      x: event.clientX,
      y: event.clientY,
      width: rect.width,
      height: rect.height,
    }
  }

  function move(event: PointerEvent<HTMLButtonElement>) {
    if (!drag.current) return
    const { handle, from, x, y, width, height } = drag.current
    const dx = ((event.clientX - x) / width) * 100
    const dy = ((event.clientY - y) / height) * 100
    if (dx === 0 && dy === 0) return
    const free = handle ? resizeZone(from, handle, dx, dy) : moveZone(from, dx, dy)
    // Alt places the zone freely.
    const snapped = event.altKey
      ? { zone: free, guides: { x: [], y: [] } }
      : handle
        ? snapResized(free, handle, others)
        : snapMoved(free, others)
    onDrag(snapped.guides)
    onChange(snapped.zone)
  }

  function end() {
    drag.current = null
    onDrag(null)
  }

  function press(event: KeyboardEvent<HTMLButtonElement>) {
    if (event.key === 'Escape' && drag.current) {
      onChange(drag.current.from)
      end()
      return
    }
    if ((event.key === 'Delete' || event.key === 'Backspace') && onRemove) {
      event.preventDefault()
      onRemove()
      return
    }
    const next = zoneByKey(zone, event)
    if (!next) return
    event.preventDefault()
    onSelect()
    onChange(next)
  }

  return (
    <button
      type="button"
      aria-label={`${name} zone: ${zoneWords(zone)}`}
      aria-pressed={isSelected}
      aria-describedby="zone-keys"
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={press}
      onFocus={onSelect}
      style={boxStyle(zone)}
      className={cn(
        'group absolute cursor-move touch-none border outline-offset-2',
        isSelected ? 'z-10 border-2 border-accent' : 'border-dashed border-[#fffc] shadow-[0_0_0_1px_rgb(0_0_0/0.45)]',
      )}
    >
      <span
        className={cn(
          'pointer-events-none absolute left-0 max-w-full truncate px-1 text-meta',
          labelPlace(zone),
          isSelected ? 'bg-accent-solid text-accent-ink' : 'hidden bg-[#0009] text-[#fff] group-hover:block',
        )}
      >
        {name}
      </span>
      {isSelected &&
        HANDLES.map((handle) => (
          <span
            key={handle}
            data-handle={handle}
            className={cn(
              'absolute flex size-4 items-center justify-center',
              // A finger needs more room than a mouse.
              "pointer-coarse:after:absolute pointer-coarse:after:-inset-2 pointer-coarse:after:content-['']",
              PLACES[handle],
            )}
          >
            <span className="pointer-events-none size-2.5 rounded-full border border-[#fff] bg-accent-solid" />
          </span>
        ))}
    </button>
  )
}

const handleOf = (target: EventTarget) => (target instanceof HTMLElement ? target.dataset.handle : undefined)

/** In percent of the frame. A label stands beside its zone where there is room: the text of a layer begins in a corner. */
const LABEL_HEIGHT = 12
const labelPlace = ({ y, height }: Zone) =>
  y >= LABEL_HEIGHT ? 'bottom-full' : y + height <= 100 - LABEL_HEIGHT ? 'top-full' : 'top-0'

const zoneWords = ({ x, y, width, height }: Zone) =>
  `${width} % wide and ${height} % high, ${x} % from the left and ${y} % from the top`
