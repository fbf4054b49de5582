import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ArrowLeft, CheckCheck, ExternalLink, MessageCircleOff, MoreHorizontal, RotateCcw } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import { Link, useNavigate, useOutletContext, useParams } from 'react-router'
import { Select } from '#app/components/ui/select.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { ApiError } from '#core/http/client.ts'
import type { InboxConversation } from '#core/social/inbox/contract.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Menu, MenuItem } from '#ui/dropdown-menu.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { Composer } from './composer.tsx'
import { inboxQueries } from './inbox.queries.ts'
import type { InboxOutlet } from './inbox-page.tsx'
import { MessageList } from './message-list.tsx'
import { nameOfParticipant } from './participant.ts'
import { ReplyClock } from './reply-clock.tsx'
import { useChangeConversation } from './use-change-conversation.ts'

/** The open conversation: who it is with, its messages, and the reply. */
export function ConversationPane() {
  const { id = '' } = useParams()
  const { listAddress } = useOutletContext<InboxOutlet>()
  const query = useQuery(inboxQueries.one(id))
  const conversation = query.data
  if (conversation) return <OpenConversation key={id} conversation={conversation} />
  const isMissing = query.error instanceof ApiError && query.error.problem.status === 404
  return (
    <section aria-label="Conversation" className="flex h-full min-w-0 flex-col">
      <div className="border-b border-line p-3 md:hidden">
        <BackToList to={listAddress} />
      </div>
      {query.isPending && <Loading />}
      {isMissing && (
        <EmptyState icon={MessageCircleOff} title="We can't find this conversation">
          It may belong to another workspace.
        </EmptyState>
      )}
      {query.isError && !isMissing && (
        <ErrorState
          title="This conversation couldn't be opened"
          error={query.error}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
        />
      )}
    </section>
  )
}

function OpenConversation({ conversation }: { conversation: InboxConversation }) {
  const { id, position, unread_count: unread } = conversation
  const messages = useInfiniteQuery(inboxQueries.messages(id))
  const { data: settings } = useQuery(inboxQueries.settings())
  const { change } = useChangeConversation(settings?.people)
  const isShown = messages.isSuccess

  const markRead = useEffectEvent(() => {
    if (isShown && unread > 0 && document.visibilityState === 'visible') change(id, { read_position: position })
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message, or coming back to the window, is what reads
  useEffect(() => {
    markRead()
    const onVisible = () => markRead()
    document.addEventListener('visibilitychange', onVisible)
    return () => document.removeEventListener('visibilitychange', onVisible)
  }, [id, position, isShown])

  return (
    <section
      aria-label={`Conversation with ${nameOfParticipant(conversation)}`}
      className="flex h-full min-h-0 min-w-0 flex-col"
    >
      <Header conversation={conversation} />
      <MessageList conversation={conversation} messages={messages} />
      <Composer conversation={conversation} />
    </section>
  )
}

function Header({ conversation }: { conversation: InboxConversation }) {
  const { listAddress } = useOutletContext<InboxOutlet>()
  const { data: settings } = useQuery(inboxQueries.settings())
  const { data: me } = useQuery(meQuery())
  const navigate = useNavigate()
  const people = settings?.people ?? []
  const { change, resolve, reopen } = useChangeConversation(people)
  const { id, participant_username: username, resolved_at, assigned_to } = conversation
  const name = nameOfParticipant(conversation)
  const known = people.some((person) => person.id === assigned_to)
  return (
    <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-3">
      <title>{`${name} · Inbox · OpSyncPro`}</title>
      <span className="md:hidden">
        <BackToList to={listAddress} />
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-semibold">{name}</h2>
        <p className="truncate text-meta text-muted">
          {username && username !== name && `@${username} · `}to {conversation.account_name}
        </p>
      </div>
      <ReplyClock facts={conversation} />
      <div className="flex items-center gap-2 max-md:w-full">
        <Select
          label="Assigned to"
          className="w-36 max-md:h-11 max-md:flex-1"
          value={assigned_to ?? 'none'}
          onChange={(value) => change(id, { assigned_to: value === 'none' ? null : value })}
          options={[
            { value: 'none', label: 'Unassigned' },
            ...people.map((person) => ({ value: person.id, label: person.id === me?.id ? 'Me' : person.name })),
            ...(assigned_to !== null && !known
              ? [{ value: assigned_to, label: conversation.assigned_name ?? '…' }]
              : []),
          ]}
        />
        {resolved_at === null ? (
          <Button className="max-md:h-11" onClick={() => resolve(id)}>
            <CheckCheck aria-hidden="true" /> Resolve
          </Button>
        ) : (
          <Button className="max-md:h-11" onClick={() => reopen(id)}>
            <RotateCcw aria-hidden="true" /> Reopen
          </Button>
        )}
        <Menu
          align="end"
          trigger={
            <Button size="icon" variant="quiet" className="max-md:size-11" aria-label="More">
              <MoreHorizontal aria-hidden="true" />
            </Button>
          }
        >
          <MenuItem
            onSelect={() => {
              // An open conversation is read, so marking it as unread leaves it.
              void navigate(listAddress)
              change(id, { is_unread: true })
            }}
          >
            Mark as unread
          </MenuItem>
          {username && (
            <MenuItem
              onSelect={() =>
                void window.open(
                  `https://www.instagram.com/${encodeURIComponent(username)}`,
                  '_blank',
                  'noopener,noreferrer',
                )
              }
            >
              <ExternalLink aria-hidden="true" /> View on Instagram
            </MenuItem>
          )}
        </Menu>
      </div>
    </header>
  )
}

function BackToList({ to }: { to: string }) {
  return (
    <Link
      to={to}
      aria-label="Back to conversations"
      className={cn(buttonStyle({ variant: 'quiet', size: 'icon' }), 'max-md:size-11')}
    >
      <ArrowLeft aria-hidden="true" />
    </Link>
  )
}

function Loading() {
  return (
    <div role="status" className="flex flex-1 flex-col justify-end gap-4 p-4">
      <span className="sr-only">Loading the conversation</span>
      <Skeleton className="h-12 w-2/3" />
      <Skeleton className="h-12 w-1/2 self-end" />
      <Skeleton className="h-16 w-3/5" />
    </div>
  )
}
