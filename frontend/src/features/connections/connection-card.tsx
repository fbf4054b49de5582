import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import type { ConnectionStatus } from '#core/connections/connection.ts'
import { describeError } from '#core/http/describe-error.ts'
import { Button } from '#ui/button.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import type { ConnectionView } from './connection-view.ts'
import { adviceOf, STATE_WORDS, signInOutcome } from './connection-words.ts'
import { DetailRow } from './detail-row.tsx'
import { ServiceCard } from './service-card.tsx'
import { useConnection } from './use-connection.ts'

type Viewed<Status extends ConnectionStatus, Test extends Status> = { view: ConnectionView<Status, Test> }

/** The workspace's account at a provider: connect it, see its state, disconnect it. */
export function ConnectionCard<Status extends ConnectionStatus, Test extends Status>({ view }: Viewed<Status, Test>) {
  const { name, icon, purpose, query } = view
  const { data: status, error, isFetching, refetch } = useQuery(query)
  const signIn = useSignInOutcome(view)
  // The URL reported a connection; after disconnecting that is no longer true.
  const isOver = signIn?.tone === 'done' && status?.state !== 'connected'
  const outcome = isOver ? null : signIn
  return (
    <ServiceCard name={name} icon={icon} purpose={purpose} state={status && STATE_WORDS[status.state]}>
      {outcome && (
        <Notice tone={outcome.tone} className="m-4 mb-0">
          {outcome.text}
        </Notice>
      )}
      {status ? (
        <Body view={view} status={status} />
      ) : error ? (
        <div role="alert" className="flex flex-wrap items-center justify-between gap-3 p-4">
          <p className="text-muted">{describeError(error).message}</p>
          <Button onClick={() => void refetch()} isBusy={isFetching}>
            Try again
          </Button>
        </div>
      ) : (
        <div role="status" aria-label={`Loading ${name}`} className="flex flex-col gap-3 p-4">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      )}
    </ServiceCard>
  )
}

function Body<Status extends ConnectionStatus, Test extends Status>({
  view,
  status,
}: Viewed<Status, Test> & { status: Status }) {
  const { connect, test, disconnect } = useConnection(view)
  const [isLeaving, setIsLeaving] = useState(false)
  const { name, words, Details } = view
  const { state, last_success_at } = status
  const advice = adviceOf(status, view)
  const isGoing = connect.isPending || connect.isSuccess
  const reconnect = (variant: 'primary' | 'secondary') => (
    <Button variant={variant} onClick={() => connect.mutate()} isBusy={isGoing}>
      Reconnect
    </Button>
  )
  if (state === 'not_configured') return <NotSetUp variables={view.variables} />
  if (state === 'not_connected') {
    return (
      <div className="flex flex-col items-start gap-4 p-4">
        <div className="flex flex-col gap-1">
          <p className="font-medium">Permissions</p>
          <Bullets lines={view.permissions} />
        </div>
        <Button variant="primary" onClick={() => connect.mutate()} isBusy={isGoing}>
          Connect {name}
        </Button>
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-4 p-4">
      {advice && (
        <Notice tone={advice.tone}>
          {advice.text} <Since status={status} />
        </Notice>
      )}
      <dl className="flex flex-col divide-y divide-line">
        <Details status={status} />
        <DetailRow name="Last successful sync">
          {last_success_at ? <RelativeTime instant={last_success_at} /> : 'Not yet'}
        </DetailRow>
      </dl>
      {test.data && (state === 'connected' || state === 'expiring') && (
        <Notice tone="done">{words.tested(test.data)}</Notice>
      )}
      {test.error && state !== 'reconnect' && <Notice tone="failed">{describeError(test.error).message}</Notice>}
      <div className="flex flex-wrap gap-2">
        {state === 'reconnect' ? (
          reconnect('primary')
        ) : (
          <>
            {view.action}
            <Button onClick={() => test.mutate()} isBusy={test.isPending}>
              Test
            </Button>
            {reconnect('secondary')}
          </>
        )}
        <Button variant="danger" onClick={() => setIsLeaving(true)}>
          Disconnect
        </Button>
      </div>
      <details className="text-table text-muted">
        <summary>Permissions</summary>
        <div className="mt-2">
          <Bullets lines={view.permissions} />
        </div>
      </details>
      <ConfirmDialog
        isOpen={isLeaving}
        onClose={() => setIsLeaving(false)}
        title={`Disconnect ${name}?`}
        action={`Disconnect ${name}`}
        isBusy={disconnect.isPending}
        onConfirm={() => disconnect.mutate(undefined, { onSettled: () => setIsLeaving(false) })}
      >
        <Bullets lines={words.disconnecting} />
      </ConfirmDialog>
    </div>
  )
}

/** Since when, and how often, an account fails. */
function Since({ status: { error_since, error_count } }: { status: ConnectionStatus }) {
  if (error_since === null) return null
  return (
    <span className="block">
      Since <RelativeTime instant={error_since} />
      {error_count > 1 && `, ${error_count} attempts failed`}.
    </span>
  )
}

function NotSetUp({ variables }: { variables: readonly string[] }) {
  return (
    <p className="p-4 text-muted">
      Your administrator sets{' '}
      {variables.map((variable, index) => (
        <span key={variable}>
          {index > 0 && (index === variables.length - 1 ? ' and ' : ', ')}
          <code className="break-all">{variable}</code>
        </span>
      ))}
      .
    </p>
  )
}

function Bullets({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5 text-muted">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

type Named = Parameters<typeof signInOutcome>[2] & { provider: string }

/** Shown once: the result is removed from the URL, so that a reload does not show it again. */
function useSignInOutcome(view: Named) {
  const [params, setParams] = useSearchParams()
  const [outcome] = useState(() => signInOutcome(params.get(view.provider), params.get('code'), view))
  const isToClean = params.has(view.provider)
  useEffect(() => {
    if (isToClean) setParams({}, { replace: true })
  }, [isToClean, setParams])
  return outcome
}
