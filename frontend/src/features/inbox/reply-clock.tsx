import { Clock, Lock } from 'lucide-react'
import { useFormat } from '#app/lib/use-format.ts'
import {
  clockChangesInMs,
  replyClock,
  replyWindow,
  type WindowFacts,
  whyClosed,
} from '#core/social/inbox/reply-window.ts'
import { Badge, type Tone } from '#ui/badge.tsx'
import { useNow } from './use-now.ts'

const TONES: Record<ReturnType<typeof replyClock>['tone'], Tone> = {
  calm: 'neutral',
  soon: 'waiting',
  last: 'failed',
  closed: 'neutral',
}

/** How long a reply may still be sent. It ticks by itself, once a minute. */
export function ReplyClock({ facts }: { facts: WindowFacts }) {
  const format = useFormat()
  const nowMs = useNow((now) => clockChangesInMs(facts, now))
  const { words, tone } = replyClock(facts, nowMs)
  const { until, state } = replyWindow(facts, nowMs)
  const title =
    state === 'closed' || until === null
      ? (whyClosed(facts, nowMs) ?? words)
      : `Instagram takes replies until ${format.instant(until)}`
  const Icon = tone === 'closed' ? Lock : Clock
  return (
    <Badge tone={TONES[tone]} title={title}>
      <Icon aria-hidden="true" />
      <span className="sr-only">Time to reply: </span>
      {words}
    </Badge>
  )
}

/** Why nothing can be written now; null while a reply may be sent. Changes when the window ends. */
export function useWhyClosed(facts: WindowFacts): string | null {
  const nowMs = useNow((now) => clockChangesInMs(facts, now))
  return whyClosed(facts, nowMs)
}
