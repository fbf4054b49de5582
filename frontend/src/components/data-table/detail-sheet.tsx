import type { UseQueryResult } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, type LucideIcon, X } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { Sheet } from '#app/components/ui/sheet.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'

/** Keys typed in a field or a menu do not reach the sheet. */
const KEEPS_ARROWS = 'input, textarea, [role="combobox"], [role="listbox"], [role="menu"]'

type DetailSheetProps<Row> = {
  /** The noun for a record: "listing". */
  noun: string
  /** The record's name, read out and in the browser's tab. */
  title: string
  id: string
  /** The records of the list behind, in order; the arrows step through them. */
  ids: readonly string[]
  /** The address of the list without an open record. */
  listAddress: string
  addressOf: (id: string) => string
  query: Pick<UseQueryResult<Row | null | undefined>, 'data' | 'error' | 'isError' | 'isFetching'> & {
    refetch: () => unknown
  }
  /** The record does not exist, or the person may not see it. */
  missing: { isMissing: boolean; icon: LucideIcon; title: string; words: string; action?: ReactNode }
  /** "This listing could not be opened". */
  failure: string
  /** Beside the buttons at the top. */
  actions?: ReactNode
  /** While the record loads; `loading` names it for screen readers. */
  loading: string
  skeleton: ReactNode
  children: (row: NonNullable<Row>) => ReactNode
}

/** One record beside its list, at its own address. ↑ and ↓ step through the list; Esc closes the sheet. */
export function DetailSheet<Row>(props: DetailSheetProps<Row>) {
  const { noun, title, id, ids, listAddress, addressOf, actions } = props
  const navigate = useNavigate()
  const position = ids.indexOf(id)
  const neighbour = (step: 1 | -1) => (position === -1 ? undefined : ids[position + step])
  const close = () => void navigate(listAddress, { preventScrollReset: true })
  const goTo = (step: 1 | -1) => {
    const next = neighbour(step)
    if (next !== undefined) void navigate(addressOf(next), { replace: true, preventScrollReset: true })
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    if (event.target instanceof HTMLElement && event.target.closest(KEEPS_ARROWS)) return
    event.preventDefault()
    goTo(event.key === 'ArrowDown' ? 1 : -1)
  }

  return (
    <Sheet title={title} onClose={close} onKeyDown={onKeyDown}>
      <title>{`${title} · OpSyncPro`}</title>
      <div className="flex h-12 shrink-0 items-center gap-1 border-b border-line px-3">
        <Button variant="quiet" size="icon-small" aria-label="Close" onClick={close}>
          <X aria-hidden="true" />
        </Button>
        <Button
          variant="quiet"
          size="icon-small"
          aria-label={`Previous ${noun}`}
          disabled={neighbour(-1) === undefined}
          onClick={() => goTo(-1)}
        >
          <ChevronUp aria-hidden="true" />
        </Button>
        <Button
          variant="quiet"
          size="icon-small"
          aria-label={`Next ${noun}`}
          disabled={neighbour(1) === undefined}
          onClick={() => goTo(1)}
        >
          <ChevronDown aria-hidden="true" />
        </Button>
        {actions}
      </div>
      <div className="flex-1 overflow-y-auto">
        <Content {...props} onBack={close} />
      </div>
    </Sheet>
  )
}

function Content<Row>(props: DetailSheetProps<Row> & { onBack: () => void }) {
  const { noun, query, missing, failure, loading, skeleton, children, onBack } = props
  const { data, error, isError, isFetching, refetch } = query
  if (missing.isMissing) {
    const { icon, title, words, action } = missing
    return (
      <EmptyState icon={icon} title={title} action={action ?? <Button onClick={onBack}>Back to {noun}s</Button>}>
        {words}
      </EmptyState>
    )
  }
  if (data !== undefined && data !== null) return children(data)
  if (isError) {
    return <ErrorState title={failure} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
  }
  return (
    <div role="status" aria-label={loading} className="flex flex-col gap-4 p-5">
      {skeleton}
    </div>
  )
}
