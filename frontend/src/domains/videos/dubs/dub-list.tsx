import { useMutation } from '@tanstack/react-query'
import { Check, CircleAlert, Clock, Download, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { downloadVideo } from '#app/domains/videos/download-video.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatBytes } from '#core/format.ts'
import { formatPercent } from '#core/percent.ts'
import { DUB_LANGUAGE_NAMES } from '#core/videos/dubs/estimate.ts'
import type { DubLanguage, ProductVideo, VideoVariant } from '#core/videos/schema.ts'
import { Button } from '#ui/button.tsx'
import { Progress } from '#ui/progress.tsx'
import { showFailure } from '#ui/toasts/notify.ts'
import { DubDialog } from './dub-dialog.tsx'

type Dub = VideoVariant & { language: DubLanguage }

const isDub = (variant: VideoVariant): variant is Dub => variant.kind === 'dub' && variant.language !== null

/** The dubs of a video: the state of each, and its next action. */
export function DubList({ video }: { video: ProductVideo }) {
  const dubs = video.variants.filter(isDub)
  if (dubs.length === 0) return null
  return (
    <ul aria-label={`Languages of ${video.filename}`} className="flex basis-full flex-col gap-1 text-table sm:pl-8">
      {dubs.map((dub) => (
        <DubLine key={dub.id} dub={dub} />
      ))}
    </ul>
  )
}

function DubLine({ dub }: { dub: Dub }) {
  const { locale } = useFormat()
  const name = DUB_LANGUAGE_NAMES[dub.language]
  if (dub.state === 'ready') {
    return (
      <li aria-label={name} className="flex min-h-7 flex-wrap items-center gap-x-2">
        <Check className="size-4 shrink-0 text-done" aria-hidden="true" />
        <span className="flex-1">
          {name} version ready
          {dub.file_size !== null && (
            <span className="text-muted tabular-nums"> · {formatBytes(dub.file_size, locale)}</span>
          )}
        </span>
        <DubDownload videoId={dub.video_id} language={dub.language} />
      </li>
    )
  }
  if (dub.state === 'failed') {
    return (
      <li aria-label={name} className="flex min-h-7 items-start gap-x-2 pt-1">
        <CircleAlert className="mt-0.5 size-4 shrink-0 text-failed" aria-hidden="true" />
        <span className="min-w-0 flex-1">
          <span className="text-failed">{name} failed.</span> {dub.error}
        </span>
        <RetryDub dub={dub} />
      </li>
    )
  }
  if (dub.waiting_reason !== null) {
    return (
      <li aria-label={name} className="flex min-h-7 items-start gap-x-2 pt-1">
        <Clock className="mt-0.5 size-4 shrink-0 text-waiting" aria-hidden="true" />
        <span className="min-w-0 flex-1 text-muted">
          {name} version waits. {dub.waiting_reason} We retry automatically.
        </span>
      </li>
    )
  }
  return (
    <li aria-label={name} className="flex min-h-7 items-center gap-x-3">
      <span className="text-muted">{name} version is being made</span>
      <Progress className="min-w-16 max-w-40 flex-1" value={dub.progress} max={100} label={`Dub to ${name}`} />
      <span className="text-meta text-muted tabular-nums">{formatPercent((dub.progress ?? 0) / 100)}</span>
    </li>
  )
}

/** Saves a dub of a video. */
export function DubDownload({ videoId, language }: { videoId: string; language: DubLanguage }) {
  const name = DUB_LANGUAGE_NAMES[language]
  const download = useMutation({
    mutationFn: () => downloadVideo(videoId, `dub:${language}`),
    onError: (error) => showFailure(`The ${name} version could not be downloaded.`, error),
  })
  return (
    <Button
      variant="quiet"
      size="small"
      aria-label={`Download ${name} version`}
      onClick={() => download.mutate()}
      isBusy={download.isPending}
    >
      <Download aria-hidden="true" /> Download
    </Button>
  )
}

function RetryDub({ dub }: { dub: Dub }) {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button
        size="small"
        aria-label={`Retry dub to ${DUB_LANGUAGE_NAMES[dub.language]}`}
        onClick={() => setAsking(true)}
      >
        <RotateCcw aria-hidden="true" /> Retry
      </Button>
      <DubDialog videoId={dub.video_id} language={dub.language} isOpen={isAsking} onClose={() => setAsking(false)} />
    </>
  )
}
