import { Check, FilmIcon, Hourglass, SkipForward } from 'lucide-react'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { MISSING_FILTER_WORDS, TASK_STATUS_WORDS } from '#core/tasks/words.ts'
import { Badge } from '#ui/badge.tsx'

/** Why a pending task cannot be done yet. */
export const NO_VIDEO_WORDS = {
  not_uploaded: 'No video has been uploaded for this product yet.',
  video_deleted: 'The video it had was deleted.',
} as const

/** The state of one upload as a badge. */
export function TaskStatusBadge({ task }: { task: Pick<InfluencerTask, 'status' | 'video_id' | 'no_video_reason'> }) {
  if (task.status === 'completed') {
    return (
      <Badge tone="done">
        <Check aria-hidden="true" /> {TASK_STATUS_WORDS.completed}
      </Badge>
    )
  }
  if (task.status === 'skipped') {
    return (
      <Badge>
        <SkipForward aria-hidden="true" /> {TASK_STATUS_WORDS.skipped}
      </Badge>
    )
  }
  if (task.video_id === null) {
    return (
      <Badge tone="waiting" title={NO_VIDEO_WORDS[task.no_video_reason ?? 'not_uploaded']}>
        <FilmIcon aria-hidden="true" /> {MISSING_FILTER_WORDS.no_video}
      </Badge>
    )
  }
  return (
    <Badge tone="info">
      <Hourglass aria-hidden="true" /> {TASK_STATUS_WORDS.pending}
    </Badge>
  )
}
