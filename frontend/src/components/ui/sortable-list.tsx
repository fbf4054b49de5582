import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import { GripVertical } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { cn } from '#ui/class-names.ts'

type Item = { id: string; name: string }

type SortableListProps<Row extends Item> = {
  label: string
  items: readonly Row[]
  /** `position` counts from 1. */
  onMove: (item: Row, position: number) => void
  /** Draws a row around its handle. */
  children: (item: Row, handle: ReactNode, position: number) => ReactNode
  className?: string
}

/**
 * Rows in an order that people choose: dragged by the handle, or moved with the keyboard (Space, arrows, Space; Esc
 * cancels). Screen readers hear each row's name and place.
 */
export function SortableList<Row extends Item>({ label, items, onMove, children, className }: SortableListProps<Row>) {
  const sensors = useSensors(
    // A finger or mouse that only touches the handle moves nothing.
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const placeOf = (id: unknown) => items.findIndex((item) => item.id === id) + 1
  const nameOf = (id: unknown) => items.find((item) => item.id === id)?.name ?? ''

  // A picked-up row is over its own place at once; announcing that would interrupt the announcement of the pick-up.
  const hasLeft = useRef(false)
  const announcements: Announcements = {
    onDragStart: ({ active }) => {
      hasLeft.current = false
      return `Picked up ${nameOf(active.id)}, ${placeOf(active.id)} of ${items.length}.`
    },
    onDragOver: ({ active, over }) => {
      hasLeft.current ||= over?.id !== active.id
      return over && hasLeft.current
        ? `${nameOf(active.id)} would be ${placeOf(over.id)} of ${items.length}.`
        : undefined
    },
    onDragEnd: ({ active, over }) =>
      over ? `${nameOf(active.id)} is now ${placeOf(over.id)} of ${items.length}.` : `${nameOf(active.id)} stays.`,
    onDragCancel: ({ active }) => `${nameOf(active.id)} is back where it was.`,
  }

  function drop({ active, over }: DragEndEvent) {
    const item = items.find(({ id }) => id === active.id)
    if (item && over && over.id !== active.id) onMove(item, placeOf(over.id))
  }

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={drop}
      accessibility={{
        announcements,
        screenReaderInstructions: {
          draggable:
            'Press Space to pick it up, the arrow keys to move it, Space to put it down, Escape to put it back.',
        },
      }}
    >
      <SortableContext items={items.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
        <ul aria-label={label} className={className}>
          {items.map((item, index) => (
            <SortableItem key={item.id} item={item}>
              {(handle) => children(item, handle, index + 1)}
            </SortableItem>
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  )
}

function SortableItem({ item, children }: { item: Item; children: (handle: ReactNode) => ReactNode }) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id: item.id,
  })
  const handle = (
    <button
      type="button"
      ref={setActivatorNodeRef}
      {...listeners}
      aria-label={`Move ${item.name}`}
      aria-describedby={attributes['aria-describedby']}
      className="inline-flex h-7 w-6 shrink-0 cursor-grab touch-none items-center justify-center rounded-control text-faint hover:bg-hover hover:text-ink"
    >
      <GripVertical className="size-4" aria-hidden="true" />
    </button>
  )
  return (
    <li
      ref={setNodeRef}
      // Up and down only: a list has no sideways moves.
      style={{ transform: transform ? `translateY(${transform.y}px)` : undefined, transition }}
      className={cn('bg-surface', isDragging && 'relative z-10 rounded-control shadow-float')}
    >
      {children(handle)}
    </li>
  )
}
