import { Check, ExternalLink, Hourglass, Languages, SkipForward, Undo2, Upload, UserRound } from 'lucide-react'
import { type MouseEvent, type ReactNode, useRef } from 'react'
import { marketplace } from '#core/marketplaces.ts'
import type { InfluencerTask, TaskStatus } from '#core/tasks/schema.ts'
import { TASK_STATUS_WORDS } from '#core/tasks/words.ts'
import { Badge } from '#ui/badge.tsx'
import { Button, buttonStyle } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { CopyButton } from '#ui/copy-button.tsx'
import { showFailure } from '#ui/toasts/notify.ts'
import { openBeside } from '../../lib/active-marketplace.ts'
import { sessionItem } from '../../storage/items.ts'
import { HubStrip } from '../creator-hub/hub-strip.tsx'
import { DownloadButton } from '../downloads/download-button.tsx'
import { DownloadLine } from '../downloads/download-line.tsx'
import { ThumbnailButton } from '../downloads/thumbnail-button.tsx'
import { useStoredItem } from '../use-stored-item.ts'
import { MissingBadges } from './missing-badges.tsx'
import { TaskEvidence } from './task-evidence.tsx'
import { TaskNote } from './task-note.tsx'
import { useChangeTask } from './use-change-task.ts'

const LANGUAGES = new Intl.DisplayNames('en', { type: 'language' })

type TaskRowProps = {
  account: string
  myId: string
  task: InfluencerTask
  groupTitle: string | null
  /** A change of it waits to be sent. */
  isWaiting: boolean
}

/** One upload: this ASIN in this marketplace, with everything that Amazon's page needs. */
export function TaskRow({ account, myId, task, groupTitle, isWaiting }: TaskRowProps) {
  const changeTask = useChangeTask(account, task)
  const rowRef = useRef<HTMLLIElement>(null)
  const country = marketplace(task.marketplace)
  const name = `${task.asin} in ${task.marketplace}`
  const isPending = task.status === 'pending'

  function change(to: TaskStatus) {
    // The pressed button disappears with the old state, so the focus must move.
    rowRef.current?.focus({ preventScroll: true })
    changeTask(to)
  }

  return (
    <li
      ref={rowRef}
      data-row
      tabIndex={-1}
      aria-label={name}
      className="p-3 text-table focus-within:bg-sunken focus-visible:-outline-offset-2"
    >
      <div className="flex min-h-7 items-center gap-2">
        <span className="inline-flex h-5 min-w-7 items-center justify-center rounded-control border border-line px-1 text-meta font-semibold">
          {task.marketplace}
        </span>
        <span className="min-w-0 flex-1 truncate text-muted">{country.name}</span>
        <span className="inline-flex items-center gap-0.5 font-medium tabular-nums">
          {task.asin}
          <CopyButton text={task.asin} label={`Copy ASIN ${task.asin}`} isIconOnly size="icon-tiny" />
          <BesideLink href={task.amazon_product_url} label={`Product page of ${name}`} size="icon-tiny">
            <ExternalLink aria-hidden="true" />
          </BesideLink>
        </span>
      </div>
      {task.title && task.title !== groupTitle && <p className="mt-0.5 line-clamp-2">{task.title}</p>}
      {isPending && <TaskNotes task={task} />}
      {task.status === 'completed' && <TaskEvidence account={account} task={task} myId={myId} />}
      {isWaiting && (
        <p className="mt-1 flex items-center gap-1 text-meta text-waiting">
          <Hourglass className="size-3" aria-hidden="true" /> Waiting to be sent
        </p>
      )}
      {isPending && <DubbedDownload task={task} />}
      {isPending && <DownloadLine choice={{ task_id: task.id }} className="mt-1" />}
      <HubStrip task={task} />
      {isPending && <TaskNote account={account} task={task} />}
      <div className="-ml-2 mt-1.5 flex flex-wrap items-center gap-y-1">
        {isPending ? (
          <>
            {task.video_title && <CopyButton text={task.video_title} label="Copy title" />}
            <ThumbnailButton taskId={task.id} name={name} />
            <BesideLink href={task.amazon_upload_url} label={`Upload page for ${name}`} size="small">
              <Upload aria-hidden="true" /> Upload
            </BesideLink>
            <span className="ml-auto flex items-center gap-1 pl-2">
              <Button
                variant="quiet"
                size="small"
                data-skip
                aria-label={`Skip ${name}`}
                onClick={() => change('skipped')}
              >
                <SkipForward aria-hidden="true" /> Skip
              </Button>
              <Button size="small" data-complete aria-label={`Complete ${name}`} onClick={() => change('completed')}>
                <Check aria-hidden="true" /> Complete
              </Button>
            </span>
          </>
        ) : (
          // Undo stands far from where Complete and Skip stood, so that a second press there does nothing.
          <span className="flex flex-1 items-center justify-between pl-2">
            <Button size="small" data-complete aria-label={`Undo ${name}`} onClick={() => change('pending')}>
              <Undo2 aria-hidden="true" /> Undo
            </Button>
            <Badge tone={task.status === 'completed' ? 'done' : 'neutral'}>
              {task.status === 'completed' ? <Check aria-hidden="true" /> : <SkipForward aria-hidden="true" />}
              {TASK_STATUS_WORDS[task.status]}
            </Badge>
          </span>
        )}
      </div>
    </li>
  )
}

function TaskNotes({ task }: { task: InfluencerTask }) {
  const hasDub = task.requires_dubbing && task.variant?.state === 'ready'
  if (task.missing.length === 0 && !hasDub && !task.claimed_by_name) return null
  return (
    <div className="mt-1 flex flex-wrap items-center gap-1.5">
      <MissingBadges task={task} />
      {hasDub && (
        <Badge tone="done">
          <Languages aria-hidden="true" /> {LANGUAGES.of(task.upload_language)} version ready
        </Badge>
      )}
      {task.claimed_by_name && (
        <Badge>
          <UserRound aria-hidden="true" /> {task.claimed_by_name} is on it
        </Badge>
      )}
    </div>
  )
}

/** The dub to download; without one, a link to the page with its price. */
function DubbedDownload({ task }: { task: InfluencerTask }) {
  const session = useStoredItem(sessionItem)
  const { video_id, variant } = task
  if (!task.requires_dubbing || video_id === null) return null
  if (variant === null || variant.state === 'failed') {
    const language = LANGUAGES.of(task.upload_language)
    if (session?.state !== 'signed_in') return null
    return (
      <a
        className={cn(buttonStyle({ variant: 'quiet', size: 'small' }), '-ml-2 mt-1')}
        href={`${session.origin}/tasks?search=${encodeURIComponent(task.asin)}`}
        target="_blank"
        rel="noreferrer"
      >
        <Languages aria-hidden="true" /> Dub to {language} in OpSyncPro
      </a>
    )
  }
  if (variant.state !== 'ready') return null
  const choice = { video_id, language: variant.language }
  return (
    <div className="mt-1.5">
      <DownloadButton choice={choice} />
      <DownloadLine choice={choice} className="mt-1" />
    </div>
  )
}

type BesideLinkProps = { href: string; label: string; size: 'small' | 'icon-tiny'; children: ReactNode }

/** Opens the page in the tab beside the panel; with ⌘, Ctrl or the middle button in a new one, as links do. */
function BesideLink({ href, label, size, children }: BesideLinkProps) {
  function open(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    openBeside(href).catch(() => showFailure('Chrome could not open the page. Try it in a new tab.'))
  }
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      aria-label={`${label} on Amazon`}
      title={`${label} on Amazon`}
      onClick={open}
      className={buttonStyle({ variant: 'quiet', size })}
    >
      {children}
    </a>
  )
}
