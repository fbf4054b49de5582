import { useState } from 'react'
import type { ListedListing } from '#core/listings/schema.ts'

type State = { of: string; ids: ReadonlySet<string>; anchor: string | null }

/** Which of the loaded listings are selected; it survives paging and is cleared when the filters change. */
export function useSelected(of: string, listings: readonly ListedListing[]) {
  const [kept, setState] = useState<State>({ of, ids: new Set(), anchor: null })
  const state = kept.of === of ? kept : { of, ids: new Set<string>(), anchor: null }
  if (state !== kept) setState(state)
  const selected = listings.filter(({ id }) => state.ids.has(id))
  const choose = (ids: ReadonlySet<string>, anchor: string | null) => setState({ of, ids, anchor })
  return {
    listings: selected,
    count: selected.length,
    isSelected: (id: string) => state.ids.has(id),
    isAll: listings.length > 0 && selected.length === listings.length,
    toggle: (id: string) => {
      const ids = new Set(state.ids)
      if (!ids.delete(id)) ids.add(id)
      choose(ids, id)
    },
    /** From the row toggled last to this one. */
    selectTo: (id: string) => {
      const places = [state.anchor ?? id, id].map((wanted) => listings.findIndex((listing) => listing.id === wanted))
      const between = listings.slice(Math.max(Math.min(...places), 0), Math.max(...places) + 1)
      choose(new Set([...state.ids, ...between.map((listing) => listing.id)]), id)
    },
    toggleAll: () =>
      choose(selected.length === listings.length ? new Set() : new Set(listings.map(({ id }) => id)), null),
    clear: () => choose(new Set(), null),
  }
}
export type Selected = ReturnType<typeof useSelected>
