import { Search, X } from 'lucide-react'
import type { RefObject } from 'react'
import { MARKETPLACES, MarketplaceCode, marketplace } from '#core/marketplaces.ts'
import type { PanelTasks } from '#core/tasks/panel.ts'
import { GroupOrder, MissingPart } from '#core/tasks/schema.ts'
import { MISSING_FILTER_WORDS } from '#core/tasks/words.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Input, inputStyle } from '#ui/input.tsx'
import { PaceLine } from './pace-line.tsx'
import type { GroupFiltering, MarketplaceChoice } from './use-group-filters.ts'

type TasksToolbarProps = {
  filtering: GroupFiltering
  list: PanelTasks | undefined
  completedHere: number
  searchRef: RefObject<HTMLInputElement | null>
}

/** The filters by marketplace and product owner, and the search. */
export function TasksToolbar({ filtering, list, completedHere, searchRef }: TasksToolbarProps) {
  const { typed, type } = filtering
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-canvas px-3 pb-2 pt-3">
      <h1 className="sr-only">Upload tasks</h1>
      <div className="flex gap-2">
        <CountrySelect filtering={filtering} enabled={list?.marketplaces} />
        <div className="relative min-w-0 flex-1 basis-32">
          <Search className="pointer-events-none absolute left-2.5 top-2 size-4 text-faint" aria-hidden="true" />
          <Input
            ref={searchRef}
            type="text"
            inputMode="search"
            aria-label="Search by title or ASIN"
            aria-keyshortcuts="/"
            placeholder="Title or ASIN"
            maxLength={200}
            value={typed}
            onChange={(event) => type(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              type('')
              event.currentTarget.blur()
            }}
            className="pl-8 pr-8"
          />
          {typed && (
            <Button
              variant="quiet"
              size="icon-tiny"
              aria-label="Clear search"
              className="absolute! right-1 top-1"
              onClick={() => {
                type('')
                searchRef.current?.focus()
              }}
            >
              <X aria-hidden="true" />
            </Button>
          )}
        </div>
      </div>
      <div className="mt-2 flex flex-wrap gap-2">
        <MissingSelect filtering={filtering} />
        <OwnerSelect filtering={filtering} owners={list?.owners ?? []} />
        <OrderSelect filtering={filtering} />
      </div>
      {list && <PaceLine pace={list.pace} completedHere={completedHere} />}
    </header>
  )
}

type CountrySelectProps = { filtering: GroupFiltering; enabled: readonly MarketplaceCode[] | undefined }

function CountrySelect({ filtering: { choice, choose, marketplace: current }, enabled }: CountrySelectProps) {
  const shown = MARKETPLACES.filter(
    ({ code, is_default }) => code === choice || (enabled?.includes(code) ?? is_default),
  )
  const tabName = choice === 'tab' && current ? marketplace(current).name : 'All'
  return (
    <select
      aria-label="Marketplace"
      value={choice}
      onChange={(event) => choose(readChoice(event.target.value))}
      className={cn(inputStyle, 'h-8 px-2.5 w-auto max-w-[46%] flex-1 cursor-pointer basis-28 text-ellipsis')}
    >
      <option value="tab">{choice === 'tab' ? `Tab: ${tabName}` : 'Match tab'}</option>
      <option value="all">All marketplaces</option>
      {shown.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  )
}

const ALL_OWNERS = 'all'

const filterStyle = cn(inputStyle, 'h-8 flex-1 basis-28 cursor-pointer text-ellipsis px-2')

type OwnerSelectProps = { filtering: GroupFiltering; owners: PanelTasks['owners'] }

// Only a workspace with owners has something to choose, and an uploader does not see them.
function OwnerSelect({ filtering: { owner, chooseOwner }, owners: shown }: OwnerSelectProps) {
  if (shown.length === 0) return null
  return (
    <select
      aria-label="Owner"
      value={owner ?? ALL_OWNERS}
      onChange={({ target }) => chooseOwner(target.value === ALL_OWNERS ? null : target.value)}
      className={filterStyle}
    >
      <option value={ALL_OWNERS}>All owners</option>
      {shown.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}

const MISSING_CHOICES = ['nothing', ...MissingPart.options] as const

function MissingSelect({ filtering: { missing, chooseMissing } }: { filtering: GroupFiltering }) {
  return (
    <select
      aria-label="What is missing"
      value={missing ?? 'all'}
      onChange={({ target }) => chooseMissing(MISSING_CHOICES.find((choice) => choice === target.value) ?? null)}
      className={filterStyle}
    >
      <option value="all">All tasks</option>
      {MISSING_CHOICES.map((choice) => (
        <option key={choice} value={choice}>
          {MISSING_FILTER_WORDS[choice]}
        </option>
      ))}
    </select>
  )
}

const ORDER_WORDS: Record<GroupOrder, string> = { newest: 'Newest first', oldest: 'Oldest first' }

function OrderSelect({ filtering: { order, chooseOrder } }: { filtering: GroupFiltering }) {
  return (
    <select
      aria-label="Order"
      value={order}
      onChange={({ target }) => chooseOrder(GroupOrder.parse(target.value))}
      className={filterStyle}
    >
      {GroupOrder.options.map((choice) => (
        <option key={choice} value={choice}>
          {ORDER_WORDS[choice]}
        </option>
      ))}
    </select>
  )
}

function readChoice(value: string): MarketplaceChoice {
  const code = MarketplaceCode.safeParse(value)
  if (code.success) return code.data
  return value === 'all' ? 'all' : 'tab'
}
