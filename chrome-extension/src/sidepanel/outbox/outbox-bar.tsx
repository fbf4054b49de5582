import { CircleAlert, Hourglass, UserCheck } from 'lucide-react'
import { formatRelative } from '#core/format.ts'
import { Button } from '#ui/button.tsx'
import { dismissItem, retryItem } from '../../outbox/outbox.ts'
import type { OutboxItem } from '../../outbox/outbox-item.ts'
import { requestSending } from './use-outbox.ts'

/** The changes that wait, and those that the person must know about, each with its reason. */
export function OutboxBar({ items }: { items: readonly OutboxItem[] }) {
  const waiting = items.filter(({ state }) => state === 'waiting')
  const told = items.filter(({ state }) => state !== 'waiting')
  if (items.length === 0) return null
  return (
    <section
      aria-label="Changes to be sent"
      className="max-h-[40dvh] divide-y divide-line overflow-y-auto border-t border-line bg-canvas text-meta"
    >
      {waiting.length > 0 && (
        <div className="flex items-center gap-1.5 px-3 py-1">
          <p role="status" className="flex min-w-0 flex-1 items-center gap-1.5 text-waiting">
            <Hourglass className="size-3.5 shrink-0" aria-hidden="true" /> {waiting.length} waiting to be sent
          </p>
          <Button variant="quiet" size="small" onClick={requestSending}>
            Send now
          </Button>
        </div>
      )}
      {told.map((item) => (
        <Told key={item.seq} item={item} />
      ))}
    </section>
  )
}

function Told({ item }: { item: OutboxItem }) {
  const isRefused = item.state === 'refused'
  async function retry() {
    await retryItem(item)
    requestSending()
  }
  return (
    <div className="flex flex-wrap items-center gap-x-1.5 px-3 py-1">
      <p
        role={isRefused ? 'alert' : 'status'}
        className={`flex min-w-40 flex-1 items-start gap-1.5 ${isRefused ? 'text-failed' : ''}`}
      >
        {isRefused ? (
          <CircleAlert className="mt-px size-3.5 shrink-0" aria-hidden="true" />
        ) : (
          <UserCheck className="mt-px size-3.5 shrink-0" aria-hidden="true" />
        )}
        <span>{isRefused ? `${notDone(item)} ${item.reason}` : elsewhereWords(item, new Date())}</span>
      </p>
      {isRefused && (
        <Button variant="quiet" size="small" aria-label={`Try ${item.name} again`} onClick={() => void retry()}>
          Try again
        </Button>
      )}
      <Button
        variant="quiet"
        size="small"
        aria-label={`Dismiss the message about ${item.name}`}
        onClick={() => void dismissItem(item)}
      >
        Dismiss
      </Button>
    </div>
  )
}

function notDone({ name, change }: OutboxItem): string {
  if (change.kind === 'note') return `The note for ${name} was not saved.`
  if (change.kind === 'page_url') return `The page link for ${name} was not saved.`
  const words = { completed: 'completed', skipped: 'skipped', pending: 'reopened' }
  return `${name} was not ${words[change.to]}.`
}

/** Who completed the task before this completion arrived, and when. */
export function elsewhereWords({ name, completed }: Pick<OutboxItem, 'name' | 'completed'>, now: Date): string {
  if (!completed) return `${name} was already completed.`
  const who = completed.by_me ? 'You' : (completed.by ?? 'A teammate')
  return `${who} already completed ${name} ${formatRelative(completed.at, now)}${completed.by_me ? ' elsewhere' : ''}.`
}
