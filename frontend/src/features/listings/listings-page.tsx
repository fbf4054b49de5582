import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { LockKeyhole, MoreHorizontal, Plug, SearchX, Settings, Tag, TrendingDown } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { Link, Outlet } from 'react-router'
import { ListStates } from '#app/components/data-table/list-states.tsx'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { TableSkeleton } from '#app/components/data-table/table-skeleton.tsx'
import { useRowKeys } from '#app/components/data-table/use-row-keys.ts'
import { useSelection } from '#app/components/data-table/use-selection.ts'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { ebayStatusQuery } from '#app/domains/connections/ebay.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useIsWide } from '#app/lib/media-query.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { Menu, MenuItem } from '#ui/dropdown-menu.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { BulkBar } from './bulk/bulk-bar.tsx'
import { RelistedNotice } from './bulk/relisted-notice.tsx'
import { ListingCards } from './listing-cards.tsx'
import { type Pricing, usePricing } from './listing-prices.ts'
import { listingQueries } from './listings.queries.ts'
import { asQuery, useListingsAddress } from './listings-address.ts'
import { ListingsTable } from './listings-table.tsx'
import { ListingsToolbar } from './listings-toolbar.tsx'
import { GlobalPause, PauseNotice, Vacation } from './runs/pause-controls.tsx'
import { ReduceDialog } from './runs/reduce-dialog.tsx'
import { RunsMissing } from './runs/runs-missing.tsx'
import { SettingsSheet } from './runs/settings-sheet.tsx'
import { SyncButton, SyncState, useSyncNow } from './runs/sync-state.tsx'
import { StatusTabs } from './status-tabs.tsx'

/** What the sheet over the list knows about it. */
export type ListingsOutlet = { ids: readonly string[]; pricing: Pricing | undefined }

/** The listings that a person lowers now; undefined ids are everything that is due. */
type Lowering = { ids: readonly string[] | undefined }

/** What is on sale on eBay, with floors and strategies. */
export function ListingsPage() {
  const { data: me, isPending } = useQuery(meQuery())
  if (isPending || me?.role === 'uploader') {
    return (
      <PageLayout title="Listings">
        {isPending ? (
          <TableSkeleton label="Loading listings" />
        ) : (
          <EmptyState icon={LockKeyhole} title="Listings are for owners and managers">
            They show prices, floors and sales on eBay. Your uploads are listed under Tasks.
          </EmptyState>
        )}
      </PageLayout>
    )
  }
  return <AllListings />
}

function AllListings() {
  const filtering = useListingsAddress()
  const { address, setAddress } = filtering
  const { query, narrowing } = asQuery(address)
  const request = useInfiniteQuery(listingQueries.list(query))
  const list = usePagedRows(request, ({ items }) => items)
  const { rows: listings, total } = list
  const { data: status } = useQuery(ebayStatusQuery())
  const { pricing, error: pricingError, retry } = usePricing(request.dataUpdatedAt)
  const isWide = useIsWide()
  const format = useFormat()
  const [isSelecting, setSelecting] = useState(false)
  const [isSettings, setSettings] = useState(false)
  const [lowering, setLowering] = useState<Lowering | null>(null)
  const ids = useMemo(() => listings.map(({ id }) => id), [listings])
  const selection = useSelection(JSON.stringify(narrowing), ids, total)
  const selected = listings.filter(({ id }) => selection.isSelected(id))
  useRowKeys()

  const isEmpty = list.hasNone && !filtering.hasFilters && address.status === 'open'
  const isConnected = status !== undefined && status.state !== 'not_connected' && status.state !== 'not_configured'

  function rows(shownPricing: Pricing): ReactNode {
    const shown = { listings, pricing: shownPricing, selection, isStale: list.isStale, onEndReached: list.loadAhead }
    return (
      <>
        {isWide ? (
          <ListingsTable {...shown} total={total} sort={address.sort} onSort={(sort) => setAddress({ sort })} />
        ) : (
          <ListingCards {...shown} isSelecting={isSelecting || selected.length > 0} />
        )}
        <BulkBar
          listings={selected}
          onClear={selection.clear}
          pricing={shownPricing}
          areHidden={address.hidden === 'yes'}
          onLower={isConnected ? () => setLowering({ ids: selected.map(({ id }) => id) }) : undefined}
        />
      </>
    )
  }

  function empty(): ReactNode {
    if (!isEmpty) return <NoResults onClear={filtering.clearFilters} isNarrowed={filtering.hasFilters} />
    return isConnected ? <NoListingsYet /> : <NotConnected />
  }

  return (
    <PageLayout
      title="Listings"
      fillsWindow={isWide && !isEmpty}
      count={isEmpty ? undefined : total?.toLocaleString(format.locale)}
      actions={
        isConnected &&
        !isEmpty && (
          <Actions
            isWide={isWide}
            onReduce={() => setLowering({ ids: undefined })}
            onSettings={() => setSettings(true)}
          />
        )
      }
      toolbar={
        !isEmpty && (
          <div className="flex w-full min-w-0 flex-col gap-3">
            {status?.state === 'reconnect' && (
              <Notice tone="failed">
                eBay access ended, so nothing is synced or lowered. Reconnect eBay.{' '}
                <Link to={addresses.connections()} className="font-medium underline">
                  Reconnect eBay
                </Link>
              </Notice>
            )}
            {isConnected && pricing && (
              <>
                <PauseNotice settings={pricing.settings} />
                <RunsMissing />
                <RelistedNotice onShow={() => setAddress({ relisted: 'yes' })} />
                <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
                  <SyncState />
                  <div className="flex flex-wrap items-center gap-2 md:ml-auto">
                    <Vacation settings={pricing.settings} />
                    <GlobalPause settings={pricing.settings} />
                  </div>
                </div>
              </>
            )}
            {status !== undefined && !isConnected && (
              <Notice tone="info">
                eBay is not connected. What is listed here is as it was last seen.{' '}
                <Link to={addresses.connections()} className="font-medium underline">
                  Connect eBay
                </Link>
              </Notice>
            )}
            <StatusTabs status={address.status} onChange={(next) => setAddress({ status: next })} />
            <ListingsToolbar
              filtering={filtering}
              strategies={pricing?.strategies ?? []}
              isSelecting={isSelecting || selected.length > 0}
              onSelecting={(isOn) => {
                setSelecting(isOn)
                if (!isOn) selection.clear()
              }}
            />
          </div>
        )
      }
    >
      <p className="sr-only" role="status">
        {!list.isPending &&
          !list.isStale &&
          !list.error &&
          `${format.count(total ?? listings.length, 'listing')} found`}
      </p>
      <ListStates
        list={{
          ...list,
          // A listing is shown with its strategy: without the prices there is nothing to show.
          isPending: !pricingError && !list.error && (list.isPending || !pricing || (isEmpty && !status)),
          error: list.error ?? pricingError,
          retry: () => {
            list.retry()
            retry()
          },
        }}
        skeleton={<TableSkeleton label="Loading listings" />}
        failure="Your listings could not be loaded"
        empty={empty()}
        loadsAhead
      >
        {pricing && rows(pricing)}
      </ListStates>
      {lowering && <ReduceDialog listingIds={lowering.ids} onClose={() => setLowering(null)} />}
      {isSettings && pricing && <SettingsSheet settings={pricing.settings} onClose={() => setSettings(false)} />}
      <Outlet context={{ ids, pricing } satisfies ListingsOutlet} />
    </PageLayout>
  )
}

type ActionsProps = { isWide: boolean; onReduce: () => void; onSettings: () => void }

function Actions({ isWide, onReduce, onSettings }: ActionsProps) {
  const { start, isRunning } = useSyncNow()
  if (!isWide) {
    return (
      <Menu
        align="end"
        trigger={
          <Button size="icon" className="size-11" aria-label="More">
            <MoreHorizontal aria-hidden="true" />
          </Button>
        }
      >
        <MenuItem onSelect={onReduce}>Lower prices now…</MenuItem>
        <MenuItem onSelect={start} isDisabled={isRunning}>
          Sync now
        </MenuItem>
        <MenuItem onSelect={onSettings}>Settings</MenuItem>
      </Menu>
    )
  }
  return (
    <>
      <Button size="icon" variant="quiet" aria-label="eBay settings" title="eBay settings" onClick={onSettings}>
        <Settings aria-hidden="true" />
      </Button>
      <SyncButton />
      <Button variant="primary" onClick={onReduce}>
        <TrendingDown aria-hidden="true" /> Lower prices now
      </Button>
    </>
  )
}

function NotConnected() {
  return (
    <EmptyState
      icon={Plug}
      title="eBay is not connected"
      action={
        <Link to={addresses.connections()} className={buttonStyle({ variant: 'primary' })}>
          Connect eBay
        </Link>
      }
    >
      Connect your eBay account, and what you sell appears here with its price, floor and strategy.
    </EmptyState>
  )
}

function NoListingsYet() {
  const { isRunning } = useSyncNow()
  return (
    <>
      <EmptyState
        icon={Tag}
        title={isRunning ? 'Reading your listings' : 'No listings yet'}
        action={<SyncButton isPrimary />}
      >
        {isRunning
          ? 'They appear here as soon as eBay has told us about them.'
          : 'Reads what you have on sale. Nothing changes on eBay.'}
      </EmptyState>
      <div className="flex justify-center">
        <SyncState />
      </div>
    </>
  )
}

function NoResults({ onClear, isNarrowed }: { onClear: () => void; isNarrowed: boolean }) {
  return (
    <EmptyState
      icon={SearchX}
      title="No matching listings"
      action={isNarrowed && <Button onClick={onClear}>Clear filters</Button>}
    >
      {isNarrowed ? 'Nothing matches this search and these filters.' : 'There are none in this state.'}
    </EmptyState>
  )
}
