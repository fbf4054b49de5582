import { useQuery } from '@tanstack/react-query'
import { MessageSquareText, Send } from 'lucide-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { Link } from 'react-router'
import { z } from 'zod'
import { PickerList } from '#app/components/ui/picker-list.tsx'
import { Popover } from '#app/components/ui/popover.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useRememberedValue } from '#app/lib/remembered.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { InboxConversation } from '#core/social/inbox/contract.ts'
import { MAX_MESSAGE_BYTES, messageBytes } from '#core/social/inbox/message.ts'
import type { SavedReply } from '#core/social/inbox/saved-replies.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { inputStyle } from '#ui/input.tsx'
import { modKey } from '#ui/keyboard.ts'
import { inboxQueries } from './inbox.queries.ts'
import { useWhyClosed } from './reply-clock.tsx'
import { SlashMenu } from './slash-menu.tsx'
import { repliesFor } from './slash-replies.ts'
import { useSendMessage } from './use-send-message.ts'

const Draft = z.string().min(1).max(20_000)

/** Where a reply is written. The draft of each conversation stays on this device until it is accepted. */
export function Composer({ conversation }: { conversation: InboxConversation }) {
  const { id } = conversation
  const [kept = '', keep] = useRememberedValue(`inbox-draft.${id}`, Draft)
  const closed = useWhyClosed(conversation)
  const { data: replies = [] } = useQuery(inboxQueries.savedReplies())
  const { mutate, isPending } = useSendMessage(id)
  const { locale } = useFormat()
  const field = useRef<HTMLTextAreaElement>(null)
  const [picked, setPicked] = useState(0)
  const [isDismissed, setDismissed] = useState(false)
  const hintId = useId()
  const listId = useId()

  const bytes = messageBytes(kept.trim())
  const isTooLong = bytes > MAX_MESSAGE_BYTES
  const offered = isDismissed ? null : repliesFor(kept, replies)
  const current = offered?.[Math.min(picked, offered.length - 1)]

  function write(text: string) {
    keep(text === '' ? undefined : text)
    setPicked(0)
    setDismissed(false)
  }
  function insert(reply: SavedReply) {
    write(reply.text)
    field.current?.focus()
  }
  function send() {
    const text = kept.trim()
    if (text === '' || isTooLong || isPending) return
    mutate(
      { text },
      {
        // Only what was handed over goes; what was typed meanwhile stays.
        onSuccess: () => {
          if (field.current === null || field.current.value.trim() === text) keep(undefined)
        },
      },
    )
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault()
      send()
      return
    }
    if (!offered) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setPicked((picked + step + offered.length) % Math.max(offered.length, 1))
    } else if ((event.key === 'Enter' || event.key === 'Tab') && current) {
      event.preventDefault()
      insert(current)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      setDismissed(true)
    }
  }

  const reason = conversation.account_is_active ? closed : 'This Instagram account is disconnected.'
  if (reason !== null) return <Closed reason={reason} draft={kept} isConnected={conversation.account_is_active} />
  return (
    <form
      aria-label="Reply"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      className="relative flex flex-col gap-2 border-t border-line bg-canvas px-4 py-3"
    >
      {offered && <SlashMenu id={listId} replies={offered} current={current} onChoose={insert} />}
      <textarea
        ref={field}
        data-composer
        aria-label="Reply"
        aria-describedby={hintId}
        aria-invalid={isTooLong || undefined}
        {...(offered && { 'aria-controls': listId, 'aria-activedescendant': current && `${listId}-${current.id}` })}
        placeholder="Write a reply. Type / for saved replies."
        rows={3}
        maxLength={20_000}
        value={kept}
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
        className={cn(inputStyle, 'max-h-60 min-h-20 w-full resize-y px-3 py-2')}
      />
      <div className="flex flex-wrap items-center gap-2">
        <SavedReplyButton replies={replies} onChoose={insert} />
        <p id={hintId} className={cn('text-meta tabular-nums', isTooLong ? 'text-failed' : 'text-muted')}>
          {bytes.toLocaleString(locale)} / {MAX_MESSAGE_BYTES.toLocaleString(locale)} bytes
          {isTooLong && '. Shorten the text; an emoji counts four or more.'}
        </p>
        <span className="ml-auto text-meta text-muted max-md:hidden">{modKey()} Enter</span>
        <Button
          type="submit"
          variant="primary"
          className="max-md:ml-auto max-md:h-11"
          disabled={kept.trim() === '' || isTooLong}
          isBusy={isPending}
        >
          <Send aria-hidden="true" /> Send
        </Button>
      </div>
    </form>
  )
}

function SavedReplyButton({
  replies,
  onChoose,
}: {
  replies: readonly SavedReply[]
  onChoose: (reply: SavedReply) => void
}) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      label="Saved replies"
      isOpen={isOpen}
      onOpenChange={setOpen}
      side="top"
      className="w-80 max-w-[calc(100vw-32px)]"
      trigger={
        <Button variant="quiet" className="max-md:h-11">
          <MessageSquareText aria-hidden="true" /> Saved replies
        </Button>
      }
    >
      <PickerList
        label="Search saved replies"
        options={replies.map(({ id, shortcut, text }) => ({ value: id, label: `/${shortcut}  ${text}` }))}
        chosen={[]}
        emptyWords={replies.length === 0 ? 'No saved replies yet. Add them under Inbox settings.' : 'No matches.'}
        onChoose={(id) => {
          const reply = replies.find((one) => one.id === id)
          setOpen(false)
          if (reply) onChoose(reply)
        }}
      />
    </Popover>
  )
}

function Closed({ reason, draft, isConnected }: { reason: string; draft: string; isConnected: boolean }) {
  return (
    <div className="flex flex-col gap-2 border-t border-line bg-sunken px-4 py-3 text-table text-muted">
      <p role="status">{reason}</p>
      {draft !== '' && <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">Your draft: {draft}</p>}
      {!isConnected && (
        <Link to={addresses.connections()} className={cn(buttonStyle(), 'w-fit max-md:h-11')}>
          Reconnect
        </Link>
      )}
    </div>
  )
}
