import { Check, Film, Hourglass } from 'lucide-react'
import { useFormat } from '#app/lib/use-format.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { Badge } from '#ui/badge.tsx'

type Facts = Pick<SourcedProduct, 'video_count' | 'pending_task_count' | 'completed_task_count'>

/** Whether the product has its video. */
export function VideoFact({ video_count: count }: Pick<Facts, 'video_count'>) {
  const format = useFormat()
  if (count === 0) return <Badge tone="waiting">Needs video</Badge>
  return (
    <Badge tone="info">
      <Film aria-hidden="true" /> {format.count(count, 'video')}
    </Badge>
  )
}

/** How many uploads are still to do and how many are done. */
export function TaskFact({ pending_task_count: pending, completed_task_count: done }: Omit<Facts, 'video_count'>) {
  if (pending + done === 0) return <span className="text-faint">–</span>
  return (
    <span className="inline-flex items-center gap-1">
      {pending > 0 && (
        <Badge title={`${pending} pending`}>
          <Hourglass aria-hidden="true" /> {pending} to do
        </Badge>
      )}
      {done > 0 && (
        <Badge tone="done" title={`${done} completed`}>
          <Check aria-hidden="true" /> {done} done
        </Badge>
      )}
    </span>
  )
}
