import { useState } from 'react'

/** Selected rows: some by id, or all matching rows except some that the person deselected. */
export type Chosen = { kind: 'some'; ids: ReadonlySet<string> } | { kind: 'all'; exceptIds: ReadonlySet<string> }
type State = { of: string; chosen: Chosen; anchor: string | null }

const NOTHING: Chosen = { kind: 'some', ids: new Set() }

/**
 * The selected rows of a list. The selection survives paging and sorting and is cleared when `of` changes: the search
 * and the filters as text. `total` is how many rows match, undefined while unknown.
 */
export function useSelection(of: string, loadedIds: readonly string[], total?: number) {
  const [kept, setState] = useState<State>({ of, chosen: NOTHING, anchor: null })
  const state = kept.of === of ? kept : { of, chosen: NOTHING, anchor: null }
  if (state !== kept) setState(state)
  const { chosen, anchor } = state

  const isSelected = (id: string) => (chosen.kind === 'some' ? chosen.ids.has(id) : !chosen.exceptIds.has(id))
  const choose = (next: Chosen, nextAnchor: string | null = anchor) =>
    setState({ of, chosen: next, anchor: nextAnchor })

  function select(ids: readonly string[], isOn: boolean, nextAnchor?: string) {
    const isListed = chosen.kind === 'some'
    const set = new Set(isListed ? chosen.ids : chosen.exceptIds)
    for (const id of ids) {
      if (isOn === isListed) set.add(id)
      else set.delete(id)
    }
    choose(isListed ? { kind: 'some', ids: set } : { kind: 'all', exceptIds: set }, nextAnchor)
  }

  const isAllLoaded = loadedIds.length > 0 && loadedIds.every(isSelected)
  const count =
    chosen.kind === 'some' ? chosen.ids.size : Math.max((total ?? loadedIds.length) - chosen.exceptIds.size, 0)

  return {
    chosen,
    isSelected,
    count,
    isAllLoaded,
    /** Every matching row is selected, also those that are not loaded. */
    isAll: chosen.kind === 'all' && chosen.exceptIds.size === 0,
    toggle: (id: string) => select([id], !isSelected(id), id),
    /** Selects or deselects several rows at once. */
    setSelected: (ids: readonly string[], isOn: boolean) => select(ids, isOn),
    /** From the row toggled last, or from `fromId`, to this row. */
    selectTo: (id: string, fromId = anchor) => {
      const [from, to] = [fromId === null ? -1 : loadedIds.indexOf(fromId), loadedIds.indexOf(id)]
      if (to === -1) return
      const start = from === -1 ? to : from
      select(loadedIds.slice(Math.min(start, to), Math.max(start, to) + 1), true, fromId ?? id)
    },
    toggleLoaded: () => (isAllLoaded ? choose(NOTHING, null) : select(loadedIds, true)),
    selectOnly: (ids: readonly string[]) => choose({ kind: 'some', ids: new Set(ids) }, null),
    selectAll: () => choose({ kind: 'all', exceptIds: new Set() }),
    clear: () => choose(NOTHING, null),
  }
}
export type Selection = ReturnType<typeof useSelection>
