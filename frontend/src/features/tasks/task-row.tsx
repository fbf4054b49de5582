import { useQuery } from '@tanstack/react-query'
import { Check, ExternalLink, PackageX, RotateCcw, SkipForward, Upload, UserRound } from 'lucide-react'
import { useRef } from 'react'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { MarketplaceName } from '#app/domains/marketplaces/marketplace-name.tsx'
import { NO_VIDEO_WORDS, TaskStatusBadge } from '#app/domains/tasks/task-status-badge.tsx'
import type { InfluencerTask, TaskStatus } from '#core/tasks/schema.ts'
import { missingWords } from '#core/tasks/words.ts'
import { Badge } from '#ui/badge.tsx'
import { Button, buttonStyle } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { CopyButton } from '#ui/copy-button.tsx'
import { TaskLanguage } from './task-language.tsx'
import { ThumbnailButton } from './thumbnail-button.tsx'
import { useChangeTask } from './use-change-task.ts'
import { WhyButton } from './why-button.tsx'

type TaskRowProps = {
  task: InfluencerTask
  isSelected: boolean
  /** With `isRange`, all from the row selected last to this one. */
  onSelect: (isRange: boolean) => void
}

/** One upload: this ASIN in this marketplace. */
export function TaskRow({ task, isSelected, onSelect }: TaskRowProps) {
  const changeTask = useChangeTask(task)
  const rowRef = useRef<HTMLLIElement>(null)
  const name = `${task.asin} in ${task.marketplace}`
  function change(to: TaskStatus) {
    // The pressed button disappears with the old state, so the focus must move.
    rowRef.current?.focus({ preventScroll: true })
    changeTask(to)
  }

  return (
    <li
      ref={rowRef}
      data-row-link
      tabIndex={-1}
      aria-label={name}
      className={cn(
        'flex flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2 text-table sm:gap-x-4 focus-visible:-outline-offset-2',
        isSelected ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <label className="-my-2 -ml-4 -mr-3 flex cursor-pointer py-3 pr-3 pl-4">
        <input
          type="checkbox"
          checked={isSelected}
          readOnly
          onClick={(event) => onSelect(event.shiftKey)}
          aria-label={`Select ${name}`}
          className="size-4 cursor-pointer accent-accent-solid"
        />
      </label>
      <span className="shrink-0 sm:w-40">
        <MarketplaceName code={task.marketplace} isShortOnPhone />
      </span>
      <span className="inline-flex shrink-0 sm:w-36 items-center tabular-nums">
        {task.asin}
        <CopyButton text={task.asin} label={`Copy ASIN ${task.asin}`} isIconOnly />
      </span>
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1 max-sm:justify-end sm:basis-32">
        <TaskStatusBadge task={task} />
        {task.status !== 'pending' && (
          <Button size="small" data-complete aria-label={`Reopen ${name}`} onClick={() => change('pending')}>
            <RotateCcw aria-hidden="true" /> Reopen
          </Button>
        )}
        <ClaimedBadge task={task} />
        <NotAvailable task={task} />
        <TaskLanguage task={task} />
        {task.status === 'pending' && task.video_id === null && (
          <span className="hidden text-meta text-muted sm:inline">
            {NO_VIDEO_WORDS[task.no_video_reason ?? 'not_uploaded']}
          </span>
        )}
      </span>
      <span className="ml-auto flex items-center gap-1">
        <WhyButton task={task} name={name} />
        <ThumbnailButton task={task} name={name} />
        <OutsideLink
          href={task.amazon_product_url}
          label={`Product page of ${name}`}
          icon={<ExternalLink />}
          text="Product"
        />
        <OutsideLink href={task.amazon_upload_url} label={`Upload page for ${name}`} icon={<Upload />} text="Upload" />
        {task.status === 'pending' ? (
          <>
            <Button variant="quiet" size="small" aria-label={`Skip ${name}`} onClick={() => change('skipped')}>
              <SkipForward aria-hidden="true" /> Skip
            </Button>
            <Button size="small" data-complete aria-label={`Complete ${name}`} onClick={() => change('completed')}>
              <Check aria-hidden="true" /> Complete
            </Button>
          </>
        ) : (
          <ActionsGap />
        )}
      </span>
    </li>
  )
}

// Keeps the place of Skip and Complete empty: nothing moves under the pointer that a second press could hit.
function ActionsGap() {
  return (
    <span aria-hidden="true" className="invisible flex items-center gap-1">
      <span className={buttonStyle({ variant: 'quiet', size: 'small' })}>
        <SkipForward /> Skip
      </span>
      <span className={buttonStyle({ size: 'small' })}>
        <Check /> Complete
      </span>
    </span>
  )
}

// Another member has the task open in the side panel; two people would do the same upload twice.
/** Only what a source said in words: "unknown" is not "no". */
function NotAvailable({ task }: { task: InfluencerTask }) {
  const { status, availability, availability_checked_at: checkedAt } = task
  if (status !== 'pending' || availability !== 'unavailable' || checkedAt === null) return null
  return (
    <Badge tone="waiting" title="The source says that no seller offers this ASIN in this marketplace.">
      <PackageX aria-hidden="true" /> {missingWords('not_available', task)} · <RelativeTime instant={checkedAt} />
    </Badge>
  )
}

function ClaimedBadge({ task }: { task: InfluencerTask }) {
  const { data: me } = useQuery(meQuery())
  const isHeld = task.claimed_until !== null && new Date(task.claimed_until) > new Date()
  if (task.status !== 'pending' || !isHeld || !task.claimed_by || task.claimed_by === me?.id) return null
  return (
    <Badge>
      <UserRound aria-hidden="true" /> {task.claimed_by_name ?? 'A teammate'} is on it
    </Badge>
  )
}

type OutsideLinkProps = { href: string; label: string; icon: React.ReactNode; text: string }

function OutsideLink({ href, label, icon, text }: OutsideLinkProps) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      aria-label={`${label} on Amazon, opens a new tab`}
      className={buttonStyle({ variant: 'quiet', size: 'small' })}
    >
      {icon} <span className="hidden lg:inline">{text}</span>
    </a>
  )
}
