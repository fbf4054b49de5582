import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Pages, patchPages } from '#app/components/data-table/query/paged-cache.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { inboxContract } from '#core/social/inbox/contract.ts'
import type { InboxMessage } from '#core/social/inbox/message.ts'
import { showFailure } from '#ui/toasts/notify.ts'
import { conversationCache, inboxQueries } from './inbox.queries.ts'

type Reply = { text: string; replaces?: string }
type MessagesPage = Pages<{ items: InboxMessage[]; next_cursor: string | null }>['pages'][number]

/** Hands a reply over. It shows as `sending` when the server has accepted it, and as sent when Instagram has it. */
export function useSendMessage(id: string) {
  const client = useQueryClient()
  const { queryKey } = inboxQueries.messages(id)
  return useMutation({
    mutationFn: (body: Reply) => api(inboxContract.send, { params: { id }, body }),
    onSuccess: async (message, { replaces }) => {
      await client.cancelQueries({ queryKey })
      let isFirst = true
      patchPages<MessagesPage>(client, queryKey, (page) => {
        const kept = page.items.filter((item) => item.id !== replaces && item.id !== message.id)
        const items = isFirst ? [message, ...kept] : kept
        isFirst = false
        return { ...page, items }
      })
    },
    onError: (error) => showFailure('The message was not sent. Your text is still here.', error),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: [...queryKeys.inbox, 'messages', id] })
      await conversationCache.refresh(client)
    },
  })
}
