import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#app/lib/api.ts'
import {
  type ChangeConversations,
  type InboxConversation,
  inboxContract,
  type UpdateConversation,
} from '#core/social/inbox/contract.ts'
import { showFailure, showUndo } from '#ui/toasts/notify.ts'
import { conversationCache } from './inbox.queries.ts'

/** What a change looks like before the server has answered. */
function shown(
  change: UpdateConversation,
  people: readonly { id: string; name: string }[],
): Partial<InboxConversation> {
  const { read_position, is_unread, assigned_to, is_resolved } = change
  return {
    ...((read_position !== undefined || is_resolved) && { unread_count: 0 }),
    ...(is_unread && { unread_count: 1 }),
    ...(is_resolved !== undefined && { resolved_at: is_resolved ? new Date().toISOString() : null }),
    ...(assigned_to !== undefined && {
      assigned_to,
      assigned_name: people.find(({ id }) => id === assigned_to)?.name ?? null,
    }),
  }
}

/** Changes one conversation: shown at once, put back when the server refuses. */
export function useChangeConversation(people: readonly { id: string; name: string }[] = []) {
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: ({ id, change }: { id: string; change: UpdateConversation }) =>
      api(inboxContract.update, { params: { id }, body: change }),
    onMutate: async ({ id, change }) => {
      await conversationCache.hold(client)
      const before = conversationCache.find(client, id)
      conversationCache.patch(client, id, shown(change, people))
      return { before }
    },
    onSuccess: (saved) => conversationCache.patch(client, saved.id, saved),
    onError: (error, { id, change }, context) => {
      if (context?.before) conversationCache.patch(client, id, context.before)
      // Reading is not a person's decision: the next look at the conversation does it again.
      if (change.read_position === undefined) showFailure('The conversation was not changed.', error)
    },
    onSettled: () => conversationCache.refresh(client),
  })
  const change = (id: string, next: UpdateConversation) => mutate({ id, change: next })
  return {
    change,
    resolve: (id: string) => {
      change(id, { is_resolved: true })
      showUndo('Conversation resolved', () => change(id, { is_resolved: false }))
    },
    reopen: (id: string) => change(id, { is_resolved: false }),
  }
}

/** Changes the selected conversations. */
export function useChangeConversations(onDone: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: ChangeConversations) => api(inboxContract.change, { body }),
    onSuccess: (_answer, { ids, change }) => {
      onDone()
      if (change.is_resolved === undefined) return
      const undo = { ids, change: { is_resolved: !change.is_resolved } }
      showUndo(change.is_resolved ? 'Resolved' : 'Reopened', () => {
        void api(inboxContract.change, { body: undo })
          .catch((error: unknown) => showFailure('This could not be undone.', error))
          .finally(() => conversationCache.refresh(client))
      })
    },
    onError: (error) => showFailure('The conversations were not changed.', error),
    onSettled: () => conversationCache.refresh(client),
  })
}
