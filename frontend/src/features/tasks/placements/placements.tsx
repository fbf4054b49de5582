import { useInfiniteQuery } from '@tanstack/react-query'
import { Eye } from 'lucide-react'
import { useState } from 'react'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { RowsList } from '#app/components/data-table/rows-list.tsx'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { RunPanel } from '#app/domains/catalog/run-panel.tsx'
import { MarketplaceName } from '#app/domains/marketplaces/marketplace-name.tsx'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { PlacementState, type TaskPlacement } from '#core/tasks/placements.ts'
import { Badge, type Tone } from '#ui/badge.tsx'
import { cn } from '#ui/class-names.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import type { TasksFiltering } from '../tasks-address.ts'
import { placementsQuery } from './placements.queries.ts'
import { StorefrontQuestion } from './storefront-question.tsx'

const STATES: Record<PlacementState, { label: string; tone: Tone }> = {
  seen: { label: 'Seen', tone: 'done' },
  not_among_known: { label: 'Not among those known', tone: 'neutral' },
  no_longer_seen: { label: 'No longer seen', tone: 'waiting' },
  name_unclear: { label: 'Is this you?', tone: 'info' },
  not_checked: { label: 'Not checked', tone: 'neutral' },
}
const REFRESHES = [queryKeys.placements]

/** Completed uploads, and whether their video was seen on the product's page. */
export function Placements({ filtering }: { filtering: TasksFiltering }) {
  const [state, setState] = useState<PlacementState>()
  const { marketplace } = filtering.filters
  const query = placementsQuery({ ...(state && { state }), ...(marketplace && { marketplace }) })
  const pages = useInfiniteQuery(query)
  const list = usePagedRows(pages, ({ items }) => items)
  const counts = pages.data?.pages[0]?.counts
  return (
    <>
      <RunPanel run={{ kind: 'placement' }} label="Look for my videos" refreshes={REFRESHES}>
        Keepa knows some of the videos on a page, so “not among those known” does not mean that yours is not there. Each
        upload is looked for once a week.
      </RunPanel>
      <fieldset className="flex flex-wrap gap-1 pb-4">
        <legend className="sr-only">What was found</legend>
        {PlacementState.options.map((option) => (
          <button
            key={option}
            type="button"
            aria-pressed={state === option}
            onClick={() => setState(state === option ? undefined : option)}
            className={cn(
              'h-8 rounded-control border px-2 text-table max-md:h-11',
              state === option
                ? 'border-accent bg-accent-soft text-ink'
                : 'border-line bg-surface text-muted hover:bg-hover',
            )}
          >
            {STATES[option].label}
            {counts && <span className="ml-1.5 tabular-nums">{counts[option]}</span>}
          </button>
        ))}
      </fieldset>
      <ListStates
        list={list}
        skeleton={<TableSkeleton label="Loading placements" rows={6} />}
        failure="The placements could not be loaded"
        empty={
          <EmptyState icon={Eye} title={state || marketplace ? 'None of these' : 'Nothing completed yet'}>
            Every completed upload is listed here with the day on which its video was seen on the product page.
          </EmptyState>
        }
      >
        <RowsList
          label="Placements"
          isStale={list.isStale}
          className="divide-y divide-line border-y border-line text-table"
        >
          {list.rows.map((row) => (
            <PlacementRow key={row.task_id} row={row} />
          ))}
        </RowsList>
      </ListStates>
    </>
  )
}

function PlacementRow({ row }: { row: TaskPlacement }) {
  const { label, tone } = STATES[row.state]
  return (
    <li className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-1 px-2 py-2">
      <ProductImage url={row.image_url} />
      <span className="min-w-0 flex-1 basis-40">
        <span className="block truncate font-medium">{row.video_title ?? row.title ?? row.asin}</span>
        <span className="text-meta text-muted tabular-nums">{row.asin}</span>
      </span>
      <span className="sm:w-40">
        <MarketplaceName code={row.marketplace} />
      </span>
      <span className="basis-full sm:w-72 sm:basis-auto">
        <Badge tone={tone}>{label}</Badge> <span className="text-meta text-muted">{<Words row={row} />}</span>
        {row.state === 'name_unclear' && <StorefrontQuestion row={row} />}
      </span>
    </li>
  )
}

function Words({
  row: { state, last_seen_at, checked_at, position, known_videos, storefront_name },
}: {
  row: TaskPlacement
}) {
  if (state === 'not_checked' || checked_at === null) return 'The next run looks for it.'
  const checked = <RelativeTime instant={checked_at} />
  if (state === 'seen' && last_seen_at) {
    return (
      <>
        on the product page <RelativeTime instant={last_seen_at} />
        {position !== null && known_videos !== null && `, number ${position} of the ${known_videos} known`}
      </>
    )
  }
  if (state === 'no_longer_seen' && last_seen_at) {
    return (
      <>
        last seen <RelativeTime instant={last_seen_at} />, looked for {checked}
      </>
    )
  }
  if (state === 'name_unclear') return <>found {checked}</>
  return (
    <>
      {known_videos === 0 ? 'Keepa sees no video on the page' : `not among the ${known_videos} that Keepa sees`}, looked
      for {checked}
      {storefront_name === null && '. Enter your storefront name in Settings.'}
    </>
  )
}
