import { useMutation } from '@tanstack/react-query'
import { CheckCheck, Download, FilmIcon } from 'lucide-react'
import { useId } from 'react'
import { SelectLoaded } from '#app/components/data-table/select-loaded.tsx'
import type { Selection } from '#app/components/data-table/use-selection.ts'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { NO_VIDEO_WORDS } from '#app/domains/tasks/task-status-badge.tsx'
import { downloadVideo } from '#app/domains/videos/download-video.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatBytes, formatDuration } from '#core/format.ts'
import { MARKETPLACES } from '#core/marketplaces.ts'
import type { TaskCounts, TaskGroup } from '#core/tasks/schema.ts'
import { Button } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { showFailure } from '#ui/toasts/notify.ts'
import type { BulkTasks } from './bulk/use-bulk-tasks.ts'
import { TaskRow } from './task-row.tsx'

type TaskGroupCardProps = { group: TaskGroup; selection: Selection; bulk: BulkTasks }

/** One video with its tasks. */
export function TaskGroupCard({ group, selection, bulk }: TaskGroupCardProps) {
  const name = group.title ?? group.search_asin
  const selectId = useId()
  const ids = group.tasks.map(({ id }) => id)
  const count = ids.filter(selection.isSelected).length
  const isAllLoaded = count === ids.length
  return (
    <li
      aria-label={name}
      className="overflow-hidden rounded-card border border-line bg-surface [contain-intrinsic-size:auto_180px] [content-visibility:auto]"
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3 p-4">
        {/* A label around the box makes a larger target for fingers. */}
        <label htmlFor={selectId} className="-m-4 -mr-3 flex cursor-pointer p-4 pr-3">
          <SelectLoaded
            selection={{ isAllLoaded, count, toggleLoaded: () => selection.setSelected(ids, !isAllLoaded) }}
            rowsName={`tasks of ${name}`}
            id={selectId}
          />
        </label>
        <ProductImage url={group.image_url} size="large" />
        <div className="min-w-0 flex-1 basis-48">
          <h2 className="line-clamp-2 font-semibold">{name}</h2>
          <p className="mt-0.5 text-table text-muted">
            <span className="tabular-nums">{group.search_asin}</span>
            <VideoFacts group={group} />
          </p>
          <MarketplaceProgress counts={group.counts} />
        </div>
        <GroupActions group={group} name={name} bulk={bulk} />
      </div>
      <ul aria-label={`Tasks of ${name}`} className="divide-y divide-line border-t border-line">
        {group.tasks.map((task) => (
          <TaskRow
            key={task.id}
            task={task}
            isSelected={selection.isSelected(task.id)}
            onSelect={(isRange) => (isRange ? selection.selectTo(task.id) : selection.toggle(task.id))}
          />
        ))}
      </ul>
    </li>
  )
}

type GroupActionsProps = { group: TaskGroup; name: string; bulk: BulkTasks }

function GroupActions({ group, name, bulk }: GroupActionsProps) {
  const { video } = group
  const pending = group.tasks.filter(({ status }) => status === 'pending')
  const download = useMutation({
    mutationFn: (id: string) => downloadVideo(id),
    onError: (error) => showFailure('The video could not be downloaded.', error),
  })
  return (
    <div className="flex flex-wrap items-center gap-1">
      {group.video_title && <CopyButton text={group.video_title} label="Copy title" />}
      {video && (
        <Button size="small" onClick={() => download.mutate(video.id)} isBusy={download.isPending}>
          <Download aria-hidden="true" /> Download video
        </Button>
      )}
      {pending.length > 1 && (
        <Button
          size="small"
          disabled={bulk.isPending}
          aria-label={`Complete all ${pending.length} tasks of ${name}`}
          onClick={() => bulk.change(pending, 'completed')}
        >
          <CheckCheck aria-hidden="true" /> Complete all {pending.length}
        </Button>
      )}
    </div>
  )
}

function VideoFacts({ group: { video, tasks } }: { group: TaskGroup }) {
  const { locale } = useFormat()
  if (!video) {
    const reason = tasks.find((task) => task.no_video_reason)?.no_video_reason ?? 'not_uploaded'
    return (
      <span className="ml-2 inline-flex items-center gap-1 text-waiting">
        <FilmIcon className="size-3.5" aria-hidden="true" /> No video. {NO_VIDEO_WORDS[reason]}
      </span>
    )
  }
  return (
    <span className="tabular-nums">
      {' · '}
      {video.filename} · {formatBytes(video.file_size, locale)}
      {video.duration_seconds !== null && ` · ${formatDuration(video.duration_seconds)}`}
    </span>
  )
}

// Completed of all tasks per marketplace, in the usual order.
function MarketplaceProgress({ counts }: { counts: TaskGroup['counts'] }) {
  const present = MARKETPLACES.flatMap(({ code, name }) => {
    const count = counts[code]
    return count ? [{ code, name, done: doneOf(count), all: allOf(count) }] : []
  })
  return (
    <ul aria-label="Progress by marketplace" className="mt-2 flex flex-wrap gap-x-3 gap-y-1 text-meta tabular-nums">
      {present.map(({ code, name, done, all }) => (
        <li key={code} title={`${name}: ${done} of ${all} done`} className={done === all ? 'text-done' : 'text-muted'}>
          <span className="font-semibold">{code}</span> {done} of {all} done
        </li>
      ))}
    </ul>
  )
}

const doneOf = ({ completed, skipped }: TaskCounts) => completed + skipped
const allOf = (counts: TaskCounts) => counts.pending + doneOf(counts)
