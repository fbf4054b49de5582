import { FilmIcon, Languages, PackageX } from 'lucide-react'
import { formatRelative } from '#core/format.ts'
import type { InfluencerTask, MissingPart, TaskGroup } from '#core/tasks/schema.ts'
import { missingWords } from '#core/tasks/words.ts'
import { Badge } from '#ui/badge.tsx'

const ICONS = { no_video: FilmIcon, needs_dub: Languages, not_available: PackageX } as const

/** What a pending task misses, one badge each. */
export function MissingBadges({ task }: { task: InfluencerTask }) {
  return task.missing.map((part) => {
    const Icon = ICONS[part]
    const checkedAt = part === 'not_available' ? task.availability_checked_at : null
    return (
      <Badge key={part} tone="waiting">
        <Icon aria-hidden="true" /> {missingWords(part, task)}
        {checkedAt && ` · ${formatRelative(checkedAt, new Date())}`}
      </Badge>
    )
  })
}

/** What the pending tasks of a video miss: "Needs German · Not available there: MX". */
export function groupMissingWords({ tasks }: TaskGroup): string {
  const pending = tasks.filter(({ status }) => status === 'pending')
  const words = pending.flatMap((task) =>
    task.missing.flatMap((part: MissingPart) => {
      // The row says so where the video stands.
      if (part === 'no_video') return []
      return part === 'not_available'
        ? [`${missingWords(part, task)}: ${task.marketplace}`]
        : [missingWords(part, task)]
    }),
  )
  return [...new Set(words)].join(' · ')
}
