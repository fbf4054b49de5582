import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type DragStartEvent,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { PickerList } from '#app/components/ui/picker-list.tsx'
import { Popover } from '#app/components/ui/popover.tsx'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import type { SourcedProduct } from '#core/products/schema.ts'
import type { ViewState } from '#core/products/views/schema.ts'
import type { ProductLists } from '../product-lists.ts'
import { asFilters, productQueries } from '../products.queries.ts'
import { useCellFormat } from '../table/cell-format.ts'
import { CardFace } from './board-card.tsx'
import { BoardColumn, type BoardStatus, columnKey } from './board-column.tsx'
import { useBoardKeys } from './use-board-keys.ts'
import { useBoardMoves } from './use-board-moves.ts'

const NO_STATUS: BoardStatus = { id: null, name: 'No status', color: '#9CA3AF', isHidden: false }
/** A shorter move is a click on the card. */
const DRAG_FROM_PX = 6
/** A finger that rests on a card drags it; a finger that moves at once scrolls. */
const TOUCH = { delay: 250, tolerance: 8 }

type ProductBoardProps = { state: ViewState; lists: ProductLists }

/** The products by status. Dragging a card to another column changes its status; so does Move to… with the keyboard. */
export function ProductBoard({ state, lists }: ProductBoardProps) {
  const { search, filter } = asFilters(state)
  const { data: summaries } = useQuery(
    productQueries.byStatus({ ...(search && { search }), ...(filter && { filter }) }),
  )
  const { search: addressSearch } = useLocation()
  const navigate = useNavigate()
  const format = useCellFormat()
  const [folds, setFolds] = useState<Readonly<Record<string, boolean>>>({})
  const [dragged, setDragged] = useState<SourcedProduct | null>(null)
  const [said, setSaid] = useState('')
  const nameOf = (id: string | null) => (id === null ? NO_STATUS.name : (lists.byId.get(id)?.name ?? 'another status'))
  const { moves, move } = useBoardMoves(nameOf)
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: DRAG_FROM_PX } }),
    useSensor(TouchSensor, { activationConstraint: TOUCH }),
  )
  const byStatus = new Map(summaries?.items.map((summary) => [summary.status_id, summary]))
  const columns: readonly BoardStatus[] = [
    ...(byStatus.has(null) ? [NO_STATUS] : []),
    ...lists.statuses.map(({ id, name, color, is_hidden }) => ({ id, name, color, isHidden: is_hidden })),
  ]

  function place(product: SourcedProduct, to: string | null) {
    void move(product, to)
    setFolds((known) => ({ ...known, [columnKey(to)]: false }))
    setSaid(`${product.title ?? product.asin} moved to ${nameOf(to)}.`)
  }

  const keys = useBoardKeys({ onOpen: (href) => void navigate(href, { preventScrollReset: true }) })
  const { moving } = keys

  function onDragEnd({ active, over }: DragEndEvent) {
    setDragged(null)
    const product = active.data.current?.product as SourcedProduct | undefined // safe: set by BoardCard
    const to = over?.data.current?.status_id as string | null | undefined // safe: set by BoardColumn
    if (product && to !== undefined) place(product, to)
  }

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      onDragStart={
        ({ active }: DragStartEvent) => setDragged((active.data.current?.product as SourcedProduct | undefined) ?? null) // safe: set by BoardCard
      }
      onDragEnd={onDragEnd}
      onDragCancel={() => setDragged(null)}
      accessibility={{ screenReaderInstructions: { draggable: '' } }}
    >
      <p id="board-keys" className="sr-only">
        Arrow keys go from card to card, Enter opens one, m moves it to another status.
      </p>
      <p role="status" className="sr-only">
        {said}
      </p>
      <UnreadableRows of={summaries} className="mb-3" />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the cards inside have the focus, this only hears their keys */}
      <div
        ref={keys.boardRef}
        onKeyDown={keys.onKeyDown}
        onFocus={keys.onFocus}
        onClick={keys.onClick}
        className="relative flex min-h-0 flex-1 snap-x gap-3 overflow-x-auto pb-3 max-md:h-[calc(100dvh-140px)] max-md:flex-none max-md:snap-mandatory"
      >
        {columns.map((status) => {
          const key = columnKey(status.id)
          const summary = byStatus.get(status.id)
          const isMeant = moves.some(({ to }) => to === status.id)
          const isQuiet = status.isHidden || (summaries !== undefined && !summary && !isMeant)
          return (
            <BoardColumn
              key={key}
              status={status}
              summary={summary}
              state={state}
              lists={lists}
              format={format}
              moves={moves}
              isFolded={folds[key] ?? isQuiet}
              onFold={(isFolded) => setFolds((known) => ({ ...known, [key]: isFolded }))}
              addressSearch={addressSearch}
              focusedId={keys.focusedId}
            />
          )
        })}
      </div>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <div className="w-[254px] rotate-1 rounded-card border border-accent bg-surface p-2.5 shadow-float">
            <CardFace product={dragged} lists={lists} format={format} />
          </div>
        )}
      </DragOverlay>
      {moving && (
        <Popover
          label="Move to"
          isOpen
          onOpenChange={(isOpen) => !isOpen && keys.endMove()}
          onReturnFocus={keys.focusMoved}
          className="w-60"
          anchor={<span className="fixed" style={{ left: moving.left, top: moving.top }} />}
        >
          <PickerList
            label="Move to"
            options={lists.statuses
              .filter(({ is_hidden }) => !is_hidden)
              .map(({ id, name, color }) => ({ value: id, label: name, icon: <StatusDot color={color} /> }))}
            chosen={moving.columnKey === 'none' ? [] : [moving.columnKey]}
            onChoose={(status_id) => {
              const product = keys.productOf(moving.id)
              keys.endMove()
              if (product) place(product, status_id)
            }}
          />
        </Popover>
      )}
    </DndContext>
  )
}
