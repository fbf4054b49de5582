import { useQuery } from '@tanstack/react-query'
import { Cloud } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { oneDriveQuery } from '#app/domains/connections/onedrive.queries.ts'
import type { OneDriveStatus, OneDriveTest } from '#core/connections/onedrive.ts'
import { formatBytes } from '#core/format.ts'
import { describeError } from '#core/http/describe-error.ts'
import { Button } from '#ui/button.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { ConnectionCard } from './connection-card.tsx'
import { OneDriveDetails } from './onedrive-details.tsx'
import { STATE_ADVICE, STATE_WORDS, signInOutcome } from './onedrive-words.ts'
import { useOneDrive } from './use-onedrive.ts'

/** The workspace's OneDrive: connect it, choose its folder, see how it is, take it away. */
export function OneDriveCard() {
  const { data: status, error, isFetching, refetch } = useQuery(oneDriveQuery())
  const signIn = useSignInOutcome()
  // Said by the address, and no longer true once somebody has disconnected.
  const isOver = signIn?.tone === 'done' && status?.state !== 'connected'
  const outcome = isOver ? null : signIn
  return (
    <ConnectionCard
      name="OneDrive"
      icon={Cloud}
      purpose="Keeps videos of up to 2 GB in your own OneDrive, instead of up to 500 MB with us."
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
        <div role="status" aria-label="Loading OneDrive" className="flex flex-col gap-3 p-4">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      )}
    </ConnectionCard>
  )
}

function Body({ status }: { status: OneDriveStatus }) {
  const { connect, update, test, disconnect } = useOneDrive()
  const [isLeaving, setIsLeaving] = useState(false)
  const { state } = status
  const advice = STATE_ADVICE[state]
  if (state === 'not_configured') {
    return (
      <p className="p-4 text-muted">
        Whoever runs this installation registers it with Microsoft and sets <code>MICROSOFT_CLIENT_ID</code> and{' '}
        <code>MICROSOFT_CLIENT_SECRET</code>.
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
        <Button variant="primary" onClick={() => connect.mutate()} isBusy={connect.isPending || connect.isSuccess}>
          Connect OneDrive
        </Button>
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-4 p-4">
      {advice && <Notice tone={advice.tone}>{advice.text}</Notice>}
      <OneDriveDetails status={status} update={update} canPick={state !== 'reconnect'} />
      {test.data && <Notice tone="done">{testWords(test.data)}</Notice>}
      {test.error && state !== 'reconnect' && <Notice tone="failed">{describeError(test.error).message}</Notice>}
      <div className="flex flex-wrap gap-2">
        {state === 'reconnect' ? (
          <Button variant="primary" onClick={() => connect.mutate()} isBusy={connect.isPending || connect.isSuccess}>
            Reconnect
          </Button>
        ) : (
          <>
            <Button onClick={() => test.mutate()} isBusy={test.isPending}>
              Test
            </Button>
            <Button onClick={() => connect.mutate()} isBusy={connect.isPending || connect.isSuccess}>
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
        title="Disconnect OneDrive?"
        action="Disconnect OneDrive"
        isBusy={disconnect.isPending}
        onConfirm={() => disconnect.mutate(undefined, { onSettled: () => setIsLeaving(false) })}
      >
        <ul className="flex list-disc flex-col gap-1 pl-5">
          <li>New videos are stored with us, up to 500 MB each.</li>
          <li>
            Videos in OneDrive stay there and stay listed here. Nobody can download them here until the same account is
            connected again.
          </li>
          <li>Uploads to OneDrive that are not finished are cancelled.</li>
          <li>We forget our access. You can also take it back at account.microsoft.com under Privacy.</li>
        </ul>
      </ConfirmDialog>
    </div>
  )
}

function Permissions() {
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5 text-muted">
      <li>We see the name and e-mail address of the account.</li>
      <li>
        Microsoft lets us read and change files. We read and add to the folder you choose, and delete only videos we put
        there, into the recycle bin.
      </li>
      <li>Everybody in this workspace can download these videos; owners and managers can add and delete them.</li>
    </ul>
  )
}

function testWords({ quota, folder }: OneDriveTest): string {
  const room = quota && ` ${formatBytes(quota.remaining_bytes)} of ${formatBytes(quota.total_bytes)} are free.`
  return `It works${folder ? `, and ${folder.path} is there` : ''}.${room ?? ''}`
}

/** Said once: the address is cleaned, so that a reload does not tell it again. */
function useSignInOutcome() {
  const [params, setParams] = useSearchParams()
  const [outcome] = useState(() => signInOutcome(params.get('onedrive'), params.get('code')))
  const isToClean = params.has('onedrive')
  useEffect(() => {
    if (isToClean) setParams({}, { replace: true })
  }, [isToClean, setParams])
  return outcome
}
