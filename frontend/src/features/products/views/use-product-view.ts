import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { z } from 'zod'
import { unreadableIn } from '#app/components/data-table/query/unreadable-in.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useRememberedValue } from '#app/lib/remembered.ts'
import { NO_FILTER } from '#core/products/filters.ts'
import { BUILT_IN_VIEWS, type SavedView, ViewColumn, ViewState } from '#core/products/views/schema.ts'
import { isSame, readChange, type ViewChange, writeChange } from './view-address.ts'
import { viewQueries } from './views.queries.ts'

/** A view to choose: built in, or saved by a member. */
export type ViewChoice = { key: string; name: string; state: ViewState; saved: SavedView | null }

const ALL: ViewChoice = { key: 'all', name: 'All', state: ViewState.parse({}), saved: null }
const BUILT_IN: readonly ViewChoice[] = BUILT_IN_VIEWS.map((view) => ({ ...view, saved: null }))

const Columns = z.array(ViewColumn)

/**
 * The only state of the products page: the chosen view and what differs from it, in the URL. The column arrangement is
 * part of the view, or stored on this device for the view until the person saves it.
 */
export function useProductView() {
  const [address, setAddress] = useSearchParams()
  const views = useQuery(viewQueries.list())
  const choices = useMemo(() => [...BUILT_IN, ...(views.data?.items ?? []).map(asChoice)], [views.data])
  const defaultKey = views.data?.default_view ?? ALL.key
  const wantedKey = address.get('view') ?? defaultKey
  // A deleted view, or another member's personal view, shows everything.
  const view = choices.find(({ key }) => key === wantedKey) ?? ALL
  const [columns, rememberColumns] = useRememberedValue(`columns.${view.key}`, Columns)
  const state: ViewState = useMemo(
    () => ({ ...view.state, ...readChange(address), ...(columns && { columns }) }),
    [view, address, columns],
  )
  // Showing another member's view, or a built-in one, as a board is no change worth saving.
  const { layout, ...differences } = writeChange(state, view.state)
  const isMine = view.saved?.is_mine === true
  const hasOwnColumns = columns !== undefined && !isSame(columns, view.state.columns)

  function go(key: string, next: ViewState, base: ViewState, isStep: boolean) {
    const known = address.get('view')
    const change = writeChange(next, base)
    const named = known !== null || key !== defaultKey
    setAddress({ ...(named && { view: key }), ...change }, { replace: !isStep, preventScrollReset: true })
  }

  return {
    view,
    choices,
    /** Views that the server could not read. */
    damaged: unreadableIn(views.data),
    defaultKey,
    state,
    /** False until the default view is known. */
    isReady: !views.isPending || BUILT_IN.some(({ key }) => key === address.get('view')),
    isEdited: Object.keys(differences).length > 0 || (isMine && (hasOwnColumns || layout !== undefined)),
    /** The list is filtered: by the person, or by the view itself. */
    isNarrowed: state.search !== '' || state.filter.rules.length > 0,
    change: (change: ViewChange) => go(view.key, { ...state, ...change }, view.state, false),
    arrangeColumns: rememberColumns,
    choose: ({ key, state: next }: ViewChoice) =>
      setAddress({ view: key, ...(next.layout !== state.layout && { layout: state.layout }) }, STEP),
    /** Opens a view that was just saved. */
    goTo: (key: string) => {
      rememberColumns(undefined)
      setAddress({ view: key }, STEP)
    },
    reset: () => {
      if (isMine) rememberColumns(undefined)
      setAddress(address.has('view') ? { view: view.key } : {}, STEP)
    },
    /** Shows every product, in the layout on screen. */
    clear: () => {
      const next = { ...state, search: '', filter: NO_FILTER }
      if (view.state.filter.rules.length === 0 && view.state.search === '') go(view.key, next, view.state, false)
      else setAddress({ view: ALL.key, ...writeChange(next, ALL.state) }, STEP)
    },
    /** An address that shows these rows to every member of the workspace. */
    link: () => {
      const base = view.saved && !view.saved.is_shared ? ALL : view
      return location.origin + addresses.products({ view: base.key, ...writeChange(state, base.state) })
    },
  }
}
export type ProductView = ReturnType<typeof useProductView>

const STEP = { preventScrollReset: true }

const asChoice = (saved: SavedView): ViewChoice => ({ key: saved.id, name: saved.name, state: saved.state, saved })
