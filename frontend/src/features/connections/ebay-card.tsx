import { useQuery } from '@tanstack/react-query'
import { Tag } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { ebayStatusQuery } from '#app/domains/connections/ebay.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { EbayStatus } from '#core/connections/ebay.ts'
import { describeError } from '#core/http/describe-error.ts'
import { Badge } from '#ui/badge.tsx'
import { Button, buttonStyle } from '#ui/button.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { ConnectionCard } from './connection-card.tsx'
import { expiresSoon, STATE_ADVICE, STATE_WORDS, signInOutcome } from './ebay-words.ts'
import { useEbay } from './use-ebay.ts'

/** The workspace's eBay account: connect it, see how it is, take it away. */
export function EbayCard() {
  const { data: status, error, isFetching, refetch } = useQuery(ebayStatusQuery())
  const signIn = useSignInOutcome()
  // Said by the address, and no longer true once somebody has disconnected.
  const isOver = signIn?.tone === 'done' && status?.state !== 'connected'
  const outcome = isOver ? null : signIn
  return (
    <ConnectionCard
      name="eBay"
      icon={Tag}
      purpose="Reads what you sell and lowers its prices by your strategies, never below your floors."
      state={status && STATE_WORDS[status.state]}
    >
      {outcome && (
        <Notice tone={outcome.tone} className="m-4 mb-0">
          {outcome.text}
        </Notice>
      )}
      {status ? (
        <Body status={status} />
      ) : error ? (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-3 p-4">
          <p className="text-muted">{describeError(error).message}</p>
          <Button onClick={() => void refetch()} isBusy={isFetching}>
            Try again
          </Button>
        </div>
      ) : (
        <div role="status" aria-label="Loading eBay" className="flex flex-col gap-3 p-4">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      )}
    </ConnectionCard>
  )
}

function Body({ status }: { status: EbayStatus }) {
  const { connect, test, disconnect } = useEbay()
  const [isLeaving, setIsLeaving] = useState(false)
  const { state } = status
  const advice = STATE_ADVICE[state]
  const isGoing = connect.isPending || connect.isSuccess
  if (state === 'not_configured') {
    return (
      <p className="p-4 text-muted">
        Whoever runs this installation registers it with eBay and sets <code>EBAY_CLIENT_ID</code>,{' '}
        <code>EBAY_CLIENT_SECRET</code> and <code>EBAY_RUNAME</code>.
      </p>
    )
  }
  if (state === 'not_connected') {
    return (
      <div className="flex flex-col items-start gap-4 p-4">
        <div className="flex flex-col gap-1">
          <p className="font-medium">What OpSyncPro may do there</p>
          <Permissions />
        </div>
        <Button variant="primary" onClick={() => connect.mutate()} isBusy={isGoing}>
          Connect eBay
        </Button>
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-4 p-4">
      {advice && <Notice tone="failed">{advice}</Notice>}
      <Details status={status} />
      {test.isSuccess && state === 'connected' && (
        <Notice tone="done">It works: eBay knows us as {test.data.ebay_username ?? 'this account'}.</Notice>
      )}
      {test.error && state !== 'reconnect' && <Notice tone="failed">{describeError(test.error).message}</Notice>}
      <div className="flex flex-wrap gap-2">
        {state === 'reconnect' ? (
          <Button variant="primary" onClick={() => connect.mutate()} isBusy={isGoing}>
            Reconnect
          </Button>
        ) : (
          <>
            <Link to={addresses.listings()} className={buttonStyle()}>
              Show listings
            </Link>
            <Button onClick={() => test.mutate()} isBusy={test.isPending}>
              Test
            </Button>
            <Button onClick={() => connect.mutate()} isBusy={isGoing}>
              Reconnect
            </Button>
          </>
        )}
        <Button variant="danger" onClick={() => setIsLeaving(true)}>
          Disconnect
        </Button>
      </div>
      <details className="text-table text-muted">
        <summary>What OpSyncPro may do there</summary>
        <div className="mt-2">
          <Permissions />
        </div>
      </details>
      <ConfirmDialog
        isOpen={isLeaving}
        onClose={() => setIsLeaving(false)}
        title="Disconnect eBay?"
        action="Disconnect eBay"
        isBusy={disconnect.isPending}
        onConfirm={() => disconnect.mutate(undefined, { onSettled: () => setIsLeaving(false) })}
      >
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>We forget our access to your eBay account.</li>
          <li>
            Price reductions are paused, and cuts that were planned are taken back. Prices at eBay stay as they are.
          </li>
          <li>Your listings, floors, strategies and the ledger stay here.</li>
          <li>You can also take our access back at eBay, under Account settings, Third-party app access.</li>
        </ul>
      </ConfirmDialog>
    </div>
  )
}

function Details({ status }: { status: EbayStatus }) {
  const format = useFormat()
  const { ebay_username, environment, last_success_at, expires_at } = status
  const isSoon = expires_at !== null && expiresSoon(expires_at, new Date())
  return (
    <dl className="flex flex-col divide-y divide-line">
      <Row name="Account">
        <span className="min-w-0 truncate">{ebay_username}</span>
        {environment === 'sandbox' && (
          <Badge tone="info" title="eBay's place for trying things out. Nothing here is really for sale.">
            Sandbox
          </Badge>
        )}
      </Row>
      <Row name="Last worked">{last_success_at ? <RelativeTime instant={last_success_at} /> : 'Not yet'}</Row>
      {expires_at && (
        <Row name="New sign-in needed">
          {isSoon && <Badge tone="waiting">Soon</Badge>}
          <time dateTime={expires_at} title={format.instant(expires_at)}>
            {format.dayOf(expires_at)}
          </time>
        </Row>
      )}
    </dl>
  )
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-10 items-center justify-between gap-4 py-1.5">
      <dt className="shrink-0 text-muted">{name}</dt>
      <dd className="flex min-w-0 items-center justify-end gap-3 text-right">{children}</dd>
    </div>
  )
}

function Permissions() {
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5 text-muted">
      <li>We see your eBay user name.</li>
      <li>We read what you have on sale: prices, quantities, pictures, watchers, what was sold.</li>
      <li>We change prices, by strategies you let go live or when you type one. We never change quantities.</li>
      <li>With Quick list we put on sale what you confirm, one item at a time.</li>
    </ul>
  )
}

/** Said once: the address is cleaned, so that a reload does not tell it again. */
function useSignInOutcome() {
  const [params, setParams] = useSearchParams()
  const [outcome] = useState(() => signInOutcome(params.get('ebay'), params.get('code')))
  const isToClean = params.has('ebay')
  useEffect(() => {
    if (isToClean) setParams({}, { replace: true })
  }, [isToClean, setParams])
  return outcome
}
