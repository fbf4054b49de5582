import { Link } from 'react-router'
import type { Selection } from '#app/components/data-table/use-selection.ts'
import { Avatar } from '#app/components/ui/avatar.tsx'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { type InboxConversation, MOST_UNREAD } from '#core/social/inbox/contract.ts'
import { describeMessage } from '#core/social/inbox/message.ts'
import { cn } from '#ui/class-names.ts'
import { nameOfParticipant } from './participant.ts'
import { ReplyClock } from './reply-clock.tsx'

type ConversationListProps = {
  conversations: readonly InboxConversation[]
  openId: string | undefined
  addressOf: (id: string) => string
  selection: Selection
  isStale: boolean
  /** Several accounts are in the list, so each row says which one it belongs to. */
  showsAccount: boolean
}

/** The conversations, the newest message first. */
export function ConversationList(props: ConversationListProps) {
  const { conversations, isStale } = props
  return (
    <ul aria-label="Conversations" className={cn('flex flex-col', isStale && 'opacity-60')}>
      {conversations.map((conversation) => (
        <Row key={conversation.id} {...props} conversation={conversation} />
      ))}
    </ul>
  )
}

function Row({
  conversation,
  openId,
  addressOf,
  selection,
  showsAccount,
}: ConversationListProps & { conversation: InboxConversation }) {
  const { id, unread_count: unread, last_state: state } = conversation
  const name = nameOfParticipant(conversation)
  const isUnread = unread > 0
  return (
    <li
      className={cn(
        'relative flex gap-3 border-b border-line px-3 py-3 hover:bg-hover',
        id === openId && 'bg-hover shadow-[inset_2px_0_0_var(--accent)]',
      )}
    >
      <span className="relative z-10 pt-0.5">
        <Checkbox isChecked={selection.isSelected(id)} onChange={() => selection.toggle(id)}>
          <span className="sr-only">Select the conversation with {name}</span>
        </Checkbox>
      </span>
      <Avatar name={name} />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <Link
            data-row-link
            to={addressOf(id)}
            aria-current={id === openId ? 'true' : undefined}
            className={cn(
              "min-w-0 truncate after:absolute after:inset-0 after:content-['']",
              isUnread ? 'font-semibold' : 'font-medium',
            )}
          >
            {name}
          </Link>
          <span className="ml-auto text-meta text-muted">
            <RelativeTime instant={conversation.last_message_at} />
          </span>
        </div>
        <p className={cn('truncate text-table', isUnread ? 'text-ink' : 'text-muted')}>
          <span className={cn(state === 'failed' && 'text-failed')}>{beforeText(conversation)}</span>
          {describeMessage({ kind: conversation.last_kind, text: conversation.last_text })}
        </p>
        <div className="mt-1.5 flex flex-wrap items-center gap-1.5 text-meta text-muted">
          <ReplyClock facts={conversation} />
          {conversation.assigned_name && <span className="truncate">{conversation.assigned_name}</span>}
          {showsAccount && (
            <span className="truncate">@{conversation.account_username ?? conversation.account_name}</span>
          )}
          {conversation.resolved_at !== null && <span>Resolved</span>}
          {isUnread && (
            <span className="ml-auto inline-flex h-5 min-w-5 items-center justify-center rounded-full bg-accent-solid px-1.5 font-semibold text-accent-ink tabular-nums">
              {unread >= MOST_UNREAD ? '99+' : unread}
              <span className="sr-only"> unread</span>
            </span>
          )}
        </div>
      </div>
    </li>
  )
}

function beforeText({ last_direction: direction, last_state: state }: InboxConversation): string {
  if (direction === 'in') return ''
  if (state === 'failed') return 'Not sent: '
  if (state === 'sending') return 'Sending: '
  return state === 'unknown' ? 'Not confirmed: ' : 'You: '
}
