import { Columns3, ListFilter, Table2 } from 'lucide-react'
import { useState } from 'react'
import { SearchInput } from '#app/components/search-input.tsx'
import { Sheet } from '#app/components/ui/sheet.tsx'
import { useIsWide } from '#app/lib/media-query.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { ClearFilters, FilterBar } from './filters/filter-bar.tsx'
import type { ProductLists } from './product-lists.ts'
import { DisplayPanel } from './table/display-panel.tsx'
import type { TableColumn } from './table/table-columns.ts'
import type { ProductView } from './views/use-product-view.ts'

type ProductsToolbarProps = {
  view: ProductView
  onSearch: (search: string) => void
  lists: ProductLists
  arranged: readonly TableColumn[]
  onArrange: (columns: readonly TableColumn[]) => void
  isCompact: boolean
  onCompact: (isCompact: boolean) => void
  /** On a phone, selecting cards is a mode. */
  isSelecting: boolean
  onSelecting: (isSelecting: boolean) => void
}

/** Search, filters and display; every choice is in the URL. */
export function ProductsToolbar(props: ProductsToolbarProps) {
  const { view, onSearch, lists, arranged, onArrange, isCompact, onCompact } = props
  const { state } = view
  const isWide = useIsWide()
  const search = (
    <SearchInput
      label="Search products"
      placeholder="Search ASIN, title, brand, notes"
      value={state.search}
      onChange={onSearch}
    />
  )
  if (!isWide) return <PhoneToolbar {...props} search={search} />
  return (
    <div className="flex flex-wrap items-start gap-2">
      {search}
      {/* Beside a sidebar on a small screen the conditions get a line of their own. */}
      <div className="order-last flex min-w-0 basis-full flex-wrap items-center gap-2 lg:order-none lg:flex-1 lg:basis-0">
        <FilterBar filter={state.filter} lists={lists} onChange={(filter) => view.change({ filter })} />
        {view.isNarrowed && <ClearFilters onClear={view.clear} />}
      </div>
      <div className="ml-auto flex items-center gap-2">
        <LayoutChoice view={view} />
        <DisplayPanel
          arranged={arranged}
          onArrange={onArrange}
          onReset={() => view.arrangeColumns(undefined)}
          sort={state.sort}
          onSort={(sort) => view.change({ sort })}
          isCompact={isCompact}
          onCompact={onCompact}
          isTable={state.layout === 'table'}
        />
      </div>
    </div>
  )
}

const LAYOUTS = [
  { value: 'table', label: 'Table', icon: Table2 },
  { value: 'board', label: 'Board', icon: Columns3 },
] as const

function LayoutChoice({ view }: { view: ProductView }) {
  return (
    <fieldset aria-label="Layout" className="flex shrink-0 rounded-control border border-line p-0.5">
      {LAYOUTS.map(({ value, label, icon: Icon }) => (
        <button
          key={value}
          type="button"
          aria-label={label}
          aria-pressed={view.state.layout === value}
          title={label}
          onClick={() => view.change({ layout: value })}
          className={cn(
            'inline-flex h-[26px] w-8 items-center justify-center rounded-[4px] text-muted hover:text-ink max-md:h-10 max-md:w-11',
            view.state.layout === value && 'bg-pressed text-ink',
          )}
        >
          <Icon className="size-4" aria-hidden="true" />
        </button>
      ))}
    </fieldset>
  )
}

/** The search field in one line; filters in a sheet from below. */
function PhoneToolbar({
  view,
  lists,
  search,
  isSelecting,
  onSelecting,
}: ProductsToolbarProps & { search: React.ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  const { filter, layout } = view.state
  const count = filter.rules.length
  return (
    <div className="flex flex-col gap-2">
      {search}
      <div className="flex items-center gap-2">
        <Button className="h-11" onClick={() => setOpen(true)}>
          <ListFilter aria-hidden="true" /> {count > 0 ? `Filters (${count})` : 'Filters'}
        </Button>
        {layout === 'table' && (
          <Button className="h-11" aria-pressed={isSelecting} onClick={() => onSelecting(!isSelecting)}>
            {isSelecting ? 'Done' : 'Select'}
          </Button>
        )}
        <span className="flex-1" />
        <LayoutChoice view={view} />
      </div>
      {isOpen && (
        <Sheet title="Filters" side="bottom" onClose={() => setOpen(false)}>
          <div className="flex min-h-48 flex-col gap-4 overflow-y-auto p-4">
            <h2 className="text-lead font-semibold">Filters</h2>
            <div className="flex flex-wrap items-center gap-2">
              <FilterBar filter={filter} lists={lists} onChange={(next) => view.change({ filter: next })} />
            </div>
            <div className="mt-auto flex justify-end gap-2">
              {view.isNarrowed && <ClearFilters onClear={view.clear} />}
              <Button variant="primary" className="h-11" onClick={() => setOpen(false)}>
                Show products
              </Button>
            </div>
          </div>
        </Sheet>
      )}
    </div>
  )
}
