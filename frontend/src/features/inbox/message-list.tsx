import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import type { Pages } from '#app/components/data-table/query/paged-cache.ts'
import { usePagedRows } from '#app/components/data-table/query/use-paged-rows.ts'
import { UnreadableRows } from '#app/components/data-table/unreadable-rows.tsx'
import { LoadMore } from '#app/components/load-more.tsx'
import type { InboxConversation } from '#core/social/inbox/contract.ts'
import type { InboxMessage } from '#core/social/inbox/message.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { Skeleton } from '#ui/skeleton.tsx'
import { MessageBubble } from './message-bubble.tsx'
import { useWhyClosed } from './reply-clock.tsx'
import { useSendMessage } from './use-send-message.ts'

type MessagesPage = { items: InboxMessage[]; next_cursor: string | null }
type MessageListProps = {
  conversation: InboxConversation
  messages: UseInfiniteQueryResult<Pages<MessagesPage>, Error>
}

/** The messages, the newest at the foot. The box stays there when a message comes; older ones load above. */
export function MessageList({ conversation, messages }: MessageListProps) {
  const list = usePagedRows(messages, ({ items }: MessagesPage) => items)
  const closed = useWhyClosed(conversation)
  const { mutate, isPending, variables } = useSendMessage(conversation.id)
  const retry = (message: InboxMessage) => mutate({ text: message.text ?? '', replaces: message.id })
  if (list.error) {
    return (
      <div className="min-h-0 flex-1 overflow-y-auto">
        <ErrorState
          title="The messages couldn't be loaded"
          error={list.error}
          onRetry={list.retry}
          isRetrying={list.isFetching}
        />
      </div>
    )
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto px-4 py-4" data-messages>
      {list.isPending ? (
        <div role="status" className="flex flex-col gap-4">
          <span className="sr-only">Loading messages</span>
          <Skeleton className="h-12 w-2/3" />
          <Skeleton className="h-12 w-1/2 self-end" />
        </div>
      ) : (
        <>
          <ol aria-label="Messages, newest first" className="flex flex-col-reverse gap-4">
            {list.rows.map((message) => (
              <MessageBubble
                key={message.id}
                message={message}
                onRetry={closed === null && conversation.account_is_active ? retry : undefined}
                isRetrying={isPending && variables?.replaces === message.id}
              />
            ))}
          </ol>
          <LoadMore {...list.end} />
          <UnreadableRows rows={list.unreadable} />
        </>
      )}
    </div>
  )
}
