import { useQuery } from '@tanstack/react-query'
import { ClipboardList, Plug } from 'lucide-react'
import { Link } from 'react-router'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { Tabs } from '#app/components/ui/tabs.tsx'
import { ebayStatusQuery } from '#app/domains/connections/ebay.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { type ConnectionState, isUsable } from '#core/connections/connection.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { AsinForm } from './asin-form.tsx'
import { AttemptView } from './attempt-view.tsx'
import { quickListQueries } from './quick-list.queries.ts'
import { RecentAttempts } from './recent-attempts.tsx'
import { Review } from './review.tsx'
import { SettingsPanel } from './settings-panel.tsx'
import { useQuickListAddress } from './use-quick-list-address.ts'

const TABS = [
  { value: 'list', label: 'List a product' },
  { value: 'settings', label: 'Settings' },
] as const

/** From an ASIN to a listing on eBay. */
export function QuickListPage() {
  const { data: status, error, isFetching, refetch } = useQuery(ebayStatusQuery())

  function content() {
    if (status) return isUsable(status.state) ? <Connected /> : <NotConnected state={status.state} />
    if (!error) return <Waiting label="Loading quick list" />
    return (
      <ErrorState
        title="Quick list could not be opened"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    )
  }

  return <PageLayout title="Quick list">{content()}</PageLayout>
}

function Connected() {
  const { address, goTo } = useQuickListAddress()
  return (
    <Tabs label="View" value={address.view} onChange={(view) => goTo({ view })} tabs={TABS}>
      <div className="py-6">{address.view === 'settings' ? <SettingsPanel /> : <ListProduct />}</div>
    </Tabs>
  )
}

function ListProduct() {
  const { address, goTo } = useQuickListAddress()
  const { data: setup, error, isFetching, refetch } = useQuery(quickListQueries.setup())
  if (!setup) {
    if (!error) return <Waiting label="Loading the settings" />
    return (
      <ErrorState
        title="The settings could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    )
  }
  if (address.attemptId) return <AttemptView key={address.attemptId} id={address.attemptId} />
  if (!setup.is_complete) {
    return (
      <EmptyState
        icon={ClipboardList}
        title="Choose how you sell first"
        action={
          <Button variant="primary" onClick={() => goTo({ view: 'settings' })}>
            Choose policies
          </Button>
        }
      >
        A listing needs your shipping, payment and return policy, and the place you send from. You choose them once,
        from what your eBay account has.
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col gap-8">
      <AsinForm key={address.asin} asin={address.asin} onFound={(asin) => goTo({ asin })} />
      {address.asin ? <Review key={`${address.asin} ${address.fromId}`} asin={address.asin} /> : <RecentAttempts />}
    </div>
  )
}

type Blocked = Exclude<ConnectionState, 'connected' | 'expiring'>

const BLOCKED: Readonly<Record<Blocked, { title: string; why: string; action: string }>> = {
  not_configured: {
    title: 'eBay is not set up here',
    why: 'Your administrator needs to set up the eBay app keys first.',
    action: 'Open Connections',
  },
  not_connected: {
    title: 'Connect eBay first',
    why: 'Quick list makes a listing from an ASIN: title, images, category and item specifics. It needs your eBay account.',
    action: 'Connect eBay',
  },
  reconnect: {
    title: 'eBay has to be connected again',
    why: 'eBay no longer lets us in. Nothing is listed until you have signed in there again.',
    action: 'Reconnect eBay',
  },
  error: {
    title: 'eBay refuses us at the moment',
    why: 'This is not yours to mend. Connections says more.',
    action: 'Open Connections',
  },
}

function NotConnected({ state }: { state: Blocked }) {
  const { title, why, action } = BLOCKED[state]
  return (
    <EmptyState
      icon={Plug}
      title={title}
      action={
        <Link to={addresses.connections()} className={buttonStyle({ variant: 'primary' })}>
          {action}
        </Link>
      }
    >
      {why}
    </EmptyState>
  )
}

function Waiting({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="flex max-w-3xl flex-col gap-4 py-6">
      <Skeleton className="h-8 w-64" />
      <Skeleton className="h-24" />
    </div>
  )
}
