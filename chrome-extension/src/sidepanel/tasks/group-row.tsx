import { ChevronRight, Package } from 'lucide-react'
import { type ComponentProps, useEffect, useRef } from 'react'
import { MARKETPLACES } from '#core/marketplaces.ts'
import type { TaskGroup } from '#core/tasks/schema.ts'
import { Badge } from '#ui/badge.tsx'
import { ImageBox } from '#ui/image-box.tsx'
import { DownloadIcon } from '../downloads/download-icon.tsx'
import { DownloadLine } from '../downloads/download-line.tsx'
import { groupMissingWords } from './missing-badges.tsx'
import { VideoFacts } from './video-facts.tsx'

/** How tall a row is before it is measured. */
export const GROUP_ROW_PX = 89

type GroupRowProps = {
  group: TaskGroup
  onOpen: () => void
  hasFocus: boolean
  /** Where the virtual list puts the row. */
  place: ComponentProps<'li'>
}

/** One video with its remaining uploads. */
export function GroupRow({ group, onOpen, hasFocus, place }: GroupRowProps) {
  const name = group.title ?? group.search_asin
  const missing = groupMissingWords(group)
  const openRef = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (hasFocus) openRef.current?.focus()
  }, [hasFocus])
  return (
    <li data-row aria-label={name} className="relative min-h-[88px] border-b border-line hover:bg-hover" {...place}>
      <div className="flex gap-3 p-3">
        <ImageBox url={group.image_url} fallback={Package} className="size-14" />
        <div className="min-w-0 flex-1">
          <button
            ref={openRef}
            type="button"
            data-row-focus
            onClick={onOpen}
            className="line-clamp-2 text-left font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {name}
          </button>
          <p className="mt-0.5 truncate text-meta text-muted">
            <VideoFacts group={group} />
          </p>
          <PendingCounts counts={group.counts} />
          {missing && <p className="mt-1 line-clamp-2 text-meta text-waiting">{missing}</p>}
        </div>
        <div className="relative z-1 flex shrink-0 flex-col items-center gap-1 text-faint">
          {group.video ? (
            <DownloadIcon video={group.video} name={name} />
          ) : (
            <ChevronRight className="m-2 size-4" aria-hidden="true" />
          )}
        </div>
      </div>
      {group.video && (
        <DownloadLine choice={{ video_id: group.video.id, language: null }} className="relative z-1 px-3 pb-3" />
      )}
    </li>
  )
}

function PendingCounts({ counts }: { counts: TaskGroup['counts'] }) {
  const present = MARKETPLACES.flatMap(({ code, name }) => {
    const pending = counts[code]?.pending ?? 0
    return pending > 0 ? [{ code, name, pending }] : []
  })
  if (present.length === 0) return <p className="mt-1.5 text-meta font-medium text-done">All done</p>
  return (
    <ul aria-label="To do by marketplace" className="mt-1.5 flex flex-wrap gap-1">
      {present.map(({ code, name, pending }) => (
        <li key={code}>
          <Badge title={`${name}: ${pending} to do`}>
            {code} <span className="text-ink">{pending}</span>
          </Badge>
        </li>
      ))}
    </ul>
  )
}
