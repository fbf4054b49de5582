import { ArrowDown, ArrowUp, Pin, SlidersHorizontal } from 'lucide-react'
import { Popover } from '#app/components/ui/popover.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { Switch } from '#app/components/ui/switch.tsx'
import { DEFAULT_SORT } from '#core/products/filters.ts'
import { Button } from '#ui/button.tsx'
import { changeColumn, moveColumn, type TableColumn } from './table-columns.ts'

type DisplayPanelProps = {
  arranged: readonly TableColumn[]
  onArrange: (columns: readonly TableColumn[]) => void
  /** Restores the columns of the view. */
  onReset: () => void
  sort: string
  onSort: (sort: string) => void
  isCompact: boolean
  onCompact: (isCompact: boolean) => void
  /** Columns and density belong to the table. */
  isTable: boolean
}

/**
 * How the list is shown: order, columns and density; it makes every mouse action on headers available to the keyboard.
 */
export function DisplayPanel(props: DisplayPanelProps) {
  const { isTable, isCompact, onCompact, onReset } = props
  return (
    <Popover
      label="Display"
      align="end"
      className="w-80"
      trigger={
        <Button>
          <SlidersHorizontal aria-hidden="true" /> Display
        </Button>
      }
    >
      <SortChoice {...props} />
      {isTable && (
        <>
          <div className="flex items-center justify-between border-t border-line px-3 py-2">
            <span>Compact rows</span>
            <Switch label="Compact rows" isOn={isCompact} onChange={onCompact} />
          </div>
          <div className="flex items-center justify-between border-t border-line px-3 pt-2 pb-1">
            <h3 className="text-meta font-medium text-muted">Columns</h3>
            <Button size="small" variant="quiet" onClick={onReset}>
              Reset columns
            </Button>
          </div>
          <ColumnList {...props} />
        </>
      )}
    </Popover>
  )
}

function SortChoice({ arranged, sort, onSort }: DisplayPanelProps) {
  const field = sort.replace(/^-/, '')
  const isDescending = sort.startsWith('-')
  const options = arranged.flatMap(({ sort: value, label }) => (value === null ? [] : [{ value, label }]))
  return (
    <div className="flex items-center gap-2 p-3">
      <span className="shrink-0">Sort by</span>
      <Select
        label="Sort by"
        value={field}
        onChange={(value) => onSort(isDescending ? `-${value}` : value)}
        options={options}
        className="min-w-0 flex-1"
      />
      <Button
        size="icon"
        aria-label={isDescending ? 'Descending. Switch to ascending' : 'Ascending. Switch to descending'}
        onClick={() => onSort(isDescending ? field : `-${field}`)}
      >
        {isDescending ? <ArrowDown aria-hidden="true" /> : <ArrowUp aria-hidden="true" />}
      </Button>
      {sort !== DEFAULT_SORT && (
        <Button size="small" variant="quiet" onClick={() => onSort(DEFAULT_SORT)}>
          Newest
        </Button>
      )}
    </div>
  )
}

function ColumnList({ arranged, onArrange }: DisplayPanelProps) {
  return (
    <ul aria-label="Columns" className="max-h-80 overflow-y-auto px-1.5 pb-2">
      {arranged.map(({ id, label, isHidden, isPinned }, at) => {
        const [above, below] = [arranged[at - 1], arranged[at + 1]]
        return (
          <li key={id} className="flex h-8 items-center gap-1 rounded-control px-1.5 hover:bg-hover">
            <label className="flex min-w-0 flex-1 items-center gap-2">
              <input
                type="checkbox"
                checked={!isHidden}
                onChange={() => onArrange(changeColumn(arranged, id, { isHidden: !isHidden }))}
                className="size-4 shrink-0 accent-accent-solid"
              />
              <span className="truncate">{label}</span>
            </label>
            <Button
              size="icon-small"
              variant="quiet"
              aria-pressed={isPinned}
              aria-label={`Pin ${label}`}
              className={isPinned ? 'text-ink' : 'opacity-50'}
              onClick={() => onArrange(changeColumn(arranged, id, { isPinned: !isPinned }))}
            >
              <Pin aria-hidden="true" fill={isPinned ? 'currentColor' : 'none'} />
            </Button>
            <Button
              size="icon-small"
              variant="quiet"
              aria-label={`Move ${label} up`}
              disabled={!above}
              onClick={() => above && onArrange(moveColumn(arranged, id, above.id))}
            >
              <ArrowUp aria-hidden="true" />
            </Button>
            <Button
              size="icon-small"
              variant="quiet"
              aria-label={`Move ${label} down`}
              disabled={!below}
              onClick={() => below && onArrange(moveColumn(arranged, id, below.id))}
            >
              <ArrowDown aria-hidden="true" />
            </Button>
          </li>
        )
      })}
    </ul>
  )
}
