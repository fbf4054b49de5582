import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { cn } from '#ui/class-names.ts'

const RESIZE_STEP_PX = 16

type ColumnHeaderProps = {
  id: string
  label: string
  /** From 1, over all columns on screen. */
  index: number
  widthPx: number
  /** The left edge of a pinned column; null for one that scrolls. */
  startPx: number | null
  isLastPinned: boolean
  isAtEnd: boolean
  /** Null when the list cannot be sorted by this column. */
  sorted: 'ascending' | 'descending' | 'none' | null
  /** Whether Tab reaches this header: one column at a time. */
  isReachable: boolean
  onSort: () => void
  onResize: (widthPx: number) => void
  /** Called while the mouse or a finger drags the edge. */
  onResizeStart: (event: unknown) => void
  /** How far the edge has been dragged, px; null when it is not being dragged. */
  draggedPx: number | null
}

/** The head of a column: press to sort, drag to move, drag its edge to resize. */
export function ColumnHeader({
  id,
  label,
  index,
  widthPx,
  startPx,
  isLastPinned,
  isAtEnd,
  sorted,
  isReachable,
  onSort,
  onResize,
  onResizeStart,
  draggedPx,
}: ColumnHeaderProps) {
  const { setNodeRef, listeners, transform, transition, isDragging } = useSortable({ id })
  const SortIcon = sorted === 'ascending' ? ArrowUp : ArrowDown
  const tabIndex = isReachable ? 0 : -1
  return (
    <th
      ref={setNodeRef}
      scope="col"
      aria-colindex={index}
      {...(sorted && { 'aria-sort': sorted })}
      data-header={id}
      className={cn(
        'flex shrink-0 items-center border-b border-line bg-canvas text-left text-meta font-medium text-muted',
        startPx === null ? 'relative' : 'sticky z-[2]',
        isLastPinned && 'border-r',
        isDragging && 'z-[3] opacity-70',
      )}
      style={{
        width: widthPx,
        ...(startPx !== null && { left: startPx }),
        transform: CSS.Translate.toString(transform),
        transition,
      }}
    >
      <button
        type="button"
        {...listeners}
        tabIndex={tabIndex}
        onClick={sorted === null ? undefined : onSort}
        title={label}
        className={cn(
          'flex h-full min-w-0 flex-1 items-center gap-1 px-2 focus-visible:-outline-offset-2',
          isAtEnd && 'flex-row-reverse text-right',
          sorted !== null && 'hover:text-ink',
          (sorted === 'ascending' || sorted === 'descending') && 'text-ink',
        )}
      >
        <span className="truncate">{label}</span>
        {(sorted === 'ascending' || sorted === 'descending') && (
          <SortIcon className="size-3.5 shrink-0" aria-hidden="true" />
        )}
      </button>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule between columns that moves, not a line between paragraphs */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={`Width of ${label}`}
        aria-valuenow={Math.round(widthPx)}
        aria-valuemin={60}
        aria-valuemax={1000}
        tabIndex={tabIndex}
        onMouseDown={onResizeStart}
        onTouchStart={onResizeStart}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowRight' ? RESIZE_STEP_PX : event.key === 'ArrowLeft' ? -RESIZE_STEP_PX : 0
          if (step === 0) return
          event.preventDefault()
          event.stopPropagation()
          onResize(widthPx + step)
        }}
        className="group/edge absolute inset-y-0 -right-1.5 z-[3] w-3 cursor-col-resize touch-none focus-visible:outline-none"
        style={draggedPx === null ? undefined : { transform: `translateX(${draggedPx}px)` }}
      >
        <span
          className={cn(
            'absolute inset-y-2 left-1.5 w-px bg-transparent group-hover/edge:bg-line-strong group-focus-visible/edge:inset-y-0 group-focus-visible/edge:w-0.5 group-focus-visible/edge:bg-accent',
            draggedPx !== null && 'inset-y-0 w-0.5 bg-accent',
          )}
        />
      </div>
    </th>
  )
}
