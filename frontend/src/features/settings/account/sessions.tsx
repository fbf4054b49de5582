import { useQuery } from '@tanstack/react-query'
import { Monitor, PanelRight } from 'lucide-react'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { signOut } from '#app/lib/session.ts'
import type { Session } from '#core/accounts/sessions.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { sessionName } from './session-words.ts'
import { sessionsQuery, useEndSession } from './sessions.queries.ts'

/** Where the person is signed in, each with a button that signs it out. */
export function Sessions() {
  const { data: sessions, error, isFetching, refetch } = useQuery(sessionsQuery())
  if (!sessions) {
    return error ? (
      <ErrorState
        title="Your sessions could not be loaded"
        error={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    ) : (
      <div role="status" aria-label="Loading your sessions" className="flex flex-col gap-2">
        <Skeleton className="h-14" />
        <Skeleton className="h-14" />
      </div>
    )
  }
  return (
    <ul aria-label="Sessions" className="divide-y divide-line rounded-card border border-line bg-surface">
      {sessions.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
    </ul>
  )
}

function SessionRow({ session }: { session: Session }) {
  const { mutate, isPending } = useEndSession()
  const Picture = session.kind === 'panel' ? PanelRight : Monitor
  const name = sessionName(session)
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
      <Picture className="size-4 shrink-0 text-muted" aria-hidden="true" />
      <div className="min-w-0 flex-1 basis-48">
        <p className="break-words font-medium">
          {name} {session.is_current && <Badge tone="done">This browser</Badge>}
        </p>
        <p className="text-meta text-muted">
          Signed in <RelativeTime instant={session.created_at} /> · last used{' '}
          <RelativeTime instant={session.last_used_at} />
        </p>
      </div>
      <Button
        size="small"
        isBusy={isPending}
        aria-label={`Sign out ${name}`}
        onClick={() => (session.is_current ? void signOut() : mutate(session))}
      >
        Sign out
      </Button>
    </li>
  )
}
