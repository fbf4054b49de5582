import { Check, CircleAlert, CircleHelp, Clock, RotateCw } from 'lucide-react'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { describeMessage, type InboxMessage } from '#core/social/inbox/message.ts'
import { WAITING_WORDS } from '#core/social/inbox/reasons.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { MessageAttachments } from './message-attachments.tsx'
import { MessageText } from './message-text.tsx'

type MessageBubbleProps = {
  message: InboxMessage
  /** Sends a failed message again; undefined while nothing can be sent. */
  onRetry: ((message: InboxMessage) => void) | undefined
  isRetrying: boolean
}

/** One message, with what became of it. Nothing looks sent before Instagram has it. */
export function MessageBubble({ message, onRetry, isRetrying }: MessageBubbleProps) {
  const isOut = message.direction === 'out'
  const isOpen = message.state === 'sending' || message.state === 'unknown'
  return (
    <li className={cn('flex flex-col gap-1', isOut ? 'items-end' : 'items-start')}>
      <div
        className={cn(
          'flex max-w-[min(85%,560px)] flex-col gap-2 rounded-card border px-3 py-2',
          isOut ? 'border-info/20 bg-info-soft' : 'border-line bg-sunken',
          isOpen && 'border-dashed',
          message.state === 'failed' && 'border-failed/40 bg-failed-soft',
        )}
      >
        <Content message={message} />
      </div>
      {message.reactions.length > 0 && (
        <ul aria-label="Reactions" className="-mt-2 flex gap-1 px-2">
          {message.reactions.map(({ by, emoji }) => (
            <li
              key={by}
              title={by === 'them' ? 'Their reaction' : 'Your reaction'}
              className="rounded-full border border-line bg-surface px-1.5 text-meta"
            >
              {emoji}
            </li>
          ))}
        </ul>
      )}
      <State message={message} />
      {message.state === 'failed' && onRetry && message.text !== null && (
        <Button size="small" className="max-md:h-11" isBusy={isRetrying} onClick={() => onRetry(message)}>
          <RotateCw aria-hidden="true" /> Try again
        </Button>
      )}
    </li>
  )
}

function Content({ message }: { message: InboxMessage }) {
  const { kind, text, attachments, story_url: storyUrl } = message
  if (kind === 'deleted' || kind === 'unsupported') {
    return <p className="text-muted italic">{describeMessage({ kind, text: null })}</p>
  }
  const about = kind === 'story_mention' || kind === 'story_reply' || kind === 'postback'
  return (
    <>
      {about && (
        <p className="text-meta text-muted">
          {describeMessage({ kind, text: null })}
          {storyUrl !== null && (
            <>
              {' · '}
              <a href={storyUrl} target="_blank" rel="noopener noreferrer" className="underline underline-offset-2">
                View story
              </a>
            </>
          )}
        </p>
      )}
      <MessageAttachments attachments={attachments} />
      {text !== null && <MessageText text={text} />}
    </>
  )
}

function State({ message }: { message: InboxMessage }) {
  const { direction, state, origin, author_name, waiting_code, error, edits, sent_at } = message
  const look =
    'flex max-w-full flex-wrap items-center gap-1 px-1 text-meta text-muted [&_svg]:size-3.5 [&_svg]:shrink-0'
  if (direction === 'in' || state === 'sent') {
    return (
      <p className={look}>
        {state === 'sent' && <Check aria-hidden="true" />}
        {direction === 'out' && (
          <span>{origin === 'instagram' ? 'Sent in Instagram' : `Sent by ${author_name ?? 'you'}`}</span>
        )}
        {direction === 'out' && '·'} <RelativeTime instant={sent_at} />
        {edits > 0 && ' · Edited'}
      </p>
    )
  }
  if (state === 'failed') {
    return (
      <p className={cn(look, 'max-w-[min(85%,560px)] text-failed')} role="alert">
        <CircleAlert aria-hidden="true" /> Not sent. {error}
      </p>
    )
  }
  if (state === 'unknown') {
    return (
      <p className={cn(look, 'text-waiting')} role="status">
        <CircleHelp aria-hidden="true" /> Not confirmed. Checking with Instagram; it is not sent twice.
      </p>
    )
  }
  return (
    <p className={look} role="status">
      <Clock aria-hidden="true" /> {waiting_code ? (WAITING_WORDS[waiting_code] ?? 'Waiting…') : 'Sending…'}
    </p>
  )
}
