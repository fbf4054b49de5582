import { Check, CircleAlert } from 'lucide-react'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Progress } from '#ui/progress.tsx'
import type { DownloadChoice, DownloadRecord } from '../../storage/items.ts'
import { interruptionWords, progressWords } from './download-words.ts'
import { cancelDownload, showDownload, startDownload, useDownload } from './use-download.ts'

/** The result of this file's last download; empty when there was none. */
export function DownloadLine({ choice, className }: { choice: DownloadChoice; className: string }) {
  const record = useDownload(choice)
  if (!record) return null
  return (
    <div className={cn('flex min-h-7 items-center gap-2 text-meta', className)}>
      <Outcome record={record} />
    </div>
  )
}

function Outcome({ record }: { record: DownloadRecord }) {
  const { state } = record
  if (state === 'complete') {
    return (
      <>
        <p role="status" className="flex min-w-0 flex-1 items-center gap-1.5 text-done">
          <Check className="size-3.5 shrink-0" aria-hidden="true" />
          <span className="min-w-0" title={record.path ?? record.filename}>
            <span className="block truncate">Downloaded {record.filename}</span>
            {record.path && <span className="block truncate text-muted">{record.path}</span>}
          </span>
        </p>
        <Button variant="quiet" size="small" onClick={() => void showDownload(record.choice)}>
          Show in folder
        </Button>
      </>
    )
  }
  if (state === 'interrupted') {
    return (
      <>
        <p role="alert" className="flex min-w-0 flex-1 items-start gap-1.5 text-failed">
          <CircleAlert className="mt-px size-3.5 shrink-0" aria-hidden="true" />
          <span>Not downloaded. {interruptionWords(record)}</span>
        </p>
        <Button size="small" onClick={() => startDownload(record.choice)}>
          Try again
        </Button>
      </>
    )
  }
  return <Running record={record} />
}

function Running({ record }: { record: DownloadRecord }) {
  const { bytes_received, total_bytes } = record
  const words = progressWords(record)
  return (
    <>
      <Progress
        value={bytes_received}
        max={total_bytes ?? 0}
        label="Download"
        words={words}
        className="min-w-0 flex-1"
      />
      <span className="tabular-nums text-muted">{words}</span>
      <Button variant="quiet" size="small" onClick={() => cancelDownload(record.choice)}>
        Cancel
      </Button>
    </>
  )
}
