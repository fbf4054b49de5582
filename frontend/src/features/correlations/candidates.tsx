import { useInfiniteQuery } from '@tanstack/react-query'
import { GitCompareArrows } from 'lucide-react'
import { useRef, useState } from 'react'
import { Link } from 'react-router'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { RowsList } from '#app/components/data-table/rows-list.tsx'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { useSelection } from '#app/components/data-table/use-selection.ts'
import { type CandidateFilters, correlationQueries } from '#app/domains/correlations/correlations.queries.ts'
import { useDecide } from '#app/domains/correlations/use-decide.ts'
import { addresses } from '#app/lib/addresses.ts'
import { type AsinCorrelation, type CorrelationDecision, needsShowing } from '#core/correlations/schema.ts'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { useShortcuts } from '#ui/keyboard.ts'
import { CandidateCard } from './candidate-card.tsx'
import type { CorrelationsState } from './correlations-address.ts'
import { DecideBar } from './decide-bar.tsx'

/** The candidates of a view, decided by mouse, by finger or by keyboard: j and k move, a accepts, d declines. */
export function Candidates({ address, clearFilters }: CorrelationsState) {
  // A product whose candidates are all decided is done, not filtered away.
  const hasFilters = address.q !== '' || address.relation !== undefined
  const filters = filtersOf(address)
  const list = usePagedRows(useInfiniteQuery(correlationQueries.list(filters)), ({ items }) => items)
  const { rows } = list
  const selection = useSelection(
    JSON.stringify(filters),
    rows.map(({ id }) => id),
    list.total,
  )
  const { decide } = useDecide()
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set())
  // Decisions on their way: a second key must not decide again while the card is still there.
  const onTheirWay = useRef(new Set<string>())
  const box = useRef<HTMLDivElement>(null)
  useRowKeys()

  /** The card with the focus; the first one when none has it. */
  const current = () => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-candidate]')?.dataset.candidate
    return rows.find(({ id }) => id === focused) ?? rows.find(({ id }) => !onTheirWay.current.has(id))
  }
  function decideOne(item: AsinCorrelation, decision: CorrelationDecision | null) {
    if (onTheirWay.current.has(item.id)) return
    const isAccepted = decision === 'accepted' && needsShowing(item.relation)
    if (isAccepted && !shown.has(item.id) && !item.is_shown_in_video) {
      box.current?.querySelector<HTMLElement>(`[data-candidate="${item.id}"] [role="checkbox"]`)?.focus()
      return
    }
    focusNext(item.id)
    onTheirWay.current.add(item.id)
    // Not the callbacks of `mutate`: those of an earlier decision are forgotten when the next one begins.
    const sent = decide.mutateAsync({ items: [item], decision, ...(isAccepted && { is_shown_in_video: true }) })
    sent.catch(() => {}).finally(() => onTheirWay.current.delete(item.id))
  }
  // The decided card leaves the list; the next one takes the focus first.
  function focusNext(id: string) {
    const at = rows.findIndex((row) => row.id === id)
    const next = rows[at + 1] ?? rows[at - 1]
    box.current?.querySelector<HTMLElement>(`[data-candidate="${next?.id}"] [data-row-link]`)?.focus()
  }
  const act = (decision: CorrelationDecision) => () => {
    const item = current()
    if (item && item.decision === null) decideOne(item, decision)
  }
  useShortcuts({
    a: act('accepted'),
    d: act('declined'),
    x: () => {
      const item = current()
      if (item) selection.toggle(item.id)
    },
  })
  const chosen = rows.filter(({ id }) => selection.isSelected(id))

  return (
    <div ref={box}>
      <ListStates
        list={list}
        skeleton={<TableSkeleton label="Loading candidates" />}
        failure="The candidates could not be loaded"
        empty={<Nothing view={address.view} hasFilters={hasFilters} onClear={clearFilters} />}
      >
        {address.view === 'review' && (
          <p className="pb-3 text-meta text-muted max-md:hidden">
            Press j and k to move, a to accept, d to decline, x to select.
          </p>
        )}
        <RowsList label="Candidates" isStale={list.isStale} className="flex flex-col gap-3 pb-24">
          {rows.map((item) => (
            <CandidateCard
              key={item.id}
              item={item}
              isSelected={selection.isSelected(item.id)}
              onSelect={(isRange) => (isRange ? selection.selectTo(item.id) : selection.toggle(item.id))}
              isShown={shown.has(item.id) || item.is_shown_in_video}
              onShown={(isOn) => setShown(withId(shown, item.id, isOn))}
              onDecide={(decision) => decideOne(item, decision)}
            />
          ))}
        </RowsList>
      </ListStates>
      <DecideBar items={chosen} onClear={selection.clear} decide={decide} />
    </div>
  )
}

type Place = CorrelationsState['address']

function filtersOf({ view, q, relation, product_id }: Place): CandidateFilters {
  const decision = view === 'accepted' || view === 'declined' ? view : 'undecided'
  return {
    decision,
    sort: decision === 'undecided' ? 'review' : 'newest',
    ...(q && { search: q }),
    ...(relation && { relation }),
    ...(product_id && { product_id }),
  }
}

function withId(ids: ReadonlySet<string>, id: string, isOn: boolean): ReadonlySet<string> {
  const next = new Set(ids)
  if (isOn) next.add(id)
  else next.delete(id)
  return next
}

type NothingProps = { view: Place['view']; hasFilters: boolean; onClear: () => void }

function Nothing({ view, hasFilters, onClear }: NothingProps) {
  if (hasFilters) {
    return (
      <EmptyState
        icon={GitCompareArrows}
        title="No candidate matches"
        action={<Button onClick={onClear}>Clear filters</Button>}
      >
        Change the search or the filters.
      </EmptyState>
    )
  }
  if (view !== 'review') {
    return (
      <EmptyState icon={GitCompareArrows} title={view === 'accepted' ? 'Nothing accepted yet' : 'Nothing declined'}>
        Your decisions are listed here, and each can be taken back.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={GitCompareArrows}
      title="Nothing to review"
      action={
        <Link to={addresses.products()} className="font-medium text-accent-solid underline-offset-4 hover:underline">
          Choose a product
        </Link>
      }
    >
      The same product often has other ASINs, and other marketplaces have their own. Open a product and search for its
      other ASINs: each one that you accept gets its own upload tasks with the same video.
    </EmptyState>
  )
}
