import {
  Ban,
  CalendarClock,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleX,
  LoaderCircle,
  type LucideIcon,
} from 'lucide-react'
import type { JobState, PostState } from '#core/social/posts/schema.ts'
import { JOB_STATE_WORDS, POST_STATE_WORDS } from '#core/social/posts/words.ts'
import { Badge, type Tone } from '#ui/badge.tsx'

type Look = { tone: Tone; icon: LucideIcon }

const POST_LOOKS: Readonly<Record<PostState, Look>> = {
  draft: { tone: 'neutral', icon: CircleDashed },
  scheduled: { tone: 'info', icon: CalendarClock },
  publishing: { tone: 'waiting', icon: LoaderCircle },
  posted: { tone: 'done', icon: CircleCheck },
  partial: { tone: 'failed', icon: CircleAlert },
  failed: { tone: 'failed', icon: CircleX },
  cancelled: { tone: 'neutral', icon: Ban },
}
const JOB_LOOKS: Readonly<Record<JobState, Look>> = {
  pending: { tone: 'neutral', icon: CircleDashed },
  preparing: { tone: 'waiting', icon: LoaderCircle },
  publishing: { tone: 'waiting', icon: LoaderCircle },
  posted: { tone: 'done', icon: CircleCheck },
  failed: { tone: 'failed', icon: CircleX },
  unknown: { tone: 'waiting', icon: CircleAlert },
  cancelled: { tone: 'neutral', icon: Ban },
}

/** The state of a post. */
export function PostBadge({ state }: { state: PostState }) {
  const { tone, icon: Icon } = POST_LOOKS[state]
  return (
    <Badge tone={tone}>
      <Icon aria-hidden="true" /> {POST_STATE_WORDS[state]}
    </Badge>
  )
}

/** What became of a post on one account. */
export function JobBadge({ state }: { state: JobState }) {
  const { tone, icon: Icon } = JOB_LOOKS[state]
  return (
    <Badge tone={tone}>
      <Icon aria-hidden="true" /> {JOB_STATE_WORDS[state]}
    </Badge>
  )
}
