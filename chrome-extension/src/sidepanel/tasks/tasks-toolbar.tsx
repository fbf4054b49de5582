import { useQuery } from '@tanstack/react-query'
import { Search, X } from 'lucide-react'
import type { RefObject } from 'react'
import { MARKETPLACES, MarketplaceCode, marketplace } from '#core/marketplaces.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Input, inputStyle } from '#ui/input.tsx'
import { panelQueries } from './panel-queries.ts'
import type { GroupFiltering, MarketplaceChoice } from './use-group-filters.ts'

type TasksToolbarProps = { filtering: GroupFiltering; searchRef: RefObject<HTMLInputElement | null> }

/** The filters by marketplace and product owner, and the search. */
export function TasksToolbar({ filtering, searchRef }: TasksToolbarProps) {
  const { typed, type } = filtering
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-canvas px-3 pb-2 pt-3">
      <h1 className="sr-only">Upload tasks</h1>
      <div className="flex gap-2">
        <CountrySelect filtering={filtering} />
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
      <OwnerSelect filtering={filtering} />
    </header>
  )
}

function CountrySelect({ filtering: { choice, choose, marketplace: current } }: { filtering: GroupFiltering }) {
  const { data } = useQuery(panelQueries.marketplaces())
  const shown = MARKETPLACES.filter(
    ({ code, is_default }) =>
      code === choice || (data?.find((item) => item.marketplace === code)?.is_enabled ?? is_default),
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

// Only a workspace with owners has something to choose, and an uploader does not see them.
function OwnerSelect({ filtering: { owner, chooseOwner } }: { filtering: GroupFiltering }) {
  const { data } = useQuery(panelQueries.owners())
  const shown = data?.filter(({ id, is_hidden }) => !is_hidden || id === owner) ?? []
  if (shown.length === 0) return null
  return (
    <select
      aria-label="Owner"
      value={owner ?? ALL_OWNERS}
      onChange={({ target }) => chooseOwner(target.value === ALL_OWNERS ? null : target.value)}
      className={cn(inputStyle, 'mt-2 h-8 w-full cursor-pointer text-ellipsis px-2.5')}
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

function readChoice(value: string): MarketplaceChoice {
  const code = MarketplaceCode.safeParse(value)
  if (code.success) return code.data
  return value === 'all' ? 'all' : 'tab'
}
