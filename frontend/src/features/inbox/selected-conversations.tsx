import { CheckCheck, MailOpen, RotateCcw } from 'lucide-react'
import { SelectionBar } from '#app/components/data-table/selection-bar.tsx'
import type { InboxConversation } from '#core/social/inbox/contract.ts'
import { Button } from '#ui/button.tsx'
import { useChangeConversations } from './use-change-conversation.ts'

type SelectedConversationsProps = { conversations: readonly InboxConversation[]; onClear: () => void }

/** What can be done with the selected conversations. */
export function SelectedConversations({ conversations, onClear }: SelectedConversationsProps) {
  const { mutate, isPending } = useChangeConversations(onClear)
  // The server takes 200 at once.
  const ids = conversations.slice(0, 200).map(({ id }) => id)
  const areResolved = conversations.length > 0 && conversations.every(({ resolved_at }) => resolved_at !== null)
  return (
    <SelectionBar label="Selected conversations" count={conversations.length} onClear={onClear}>
      <Button
        variant="quiet"
        className="max-md:h-11"
        isBusy={isPending}
        onClick={() => mutate({ ids, change: { is_resolved: !areResolved } })}
      >
        {areResolved ? <RotateCcw aria-hidden="true" /> : <CheckCheck aria-hidden="true" />}
        {areResolved ? 'Reopen' : 'Resolve'}
      </Button>
      <Button
        variant="quiet"
        className="max-md:h-11"
        isBusy={isPending}
        onClick={() => mutate({ ids, change: { is_read: true } })}
      >
        <MailOpen aria-hidden="true" /> Mark as read
      </Button>
    </SelectionBar>
  )
}
