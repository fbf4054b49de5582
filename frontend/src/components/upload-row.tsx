import { Check, CircleAlert, RotateCw, X } from 'lucide-react'
import { formatBytes, formatCount, formatRemaining } from '#app/lib/format.ts'
import { isUnderWay, type Upload, uploads } from '#app/lib/uploads/upload-store.ts'
import { Button } from './ui/button.tsx'
import { Progress } from './ui/progress.tsx'
import { Spinner } from './ui/spinner.tsx'

/** One upload: how far, how fast, how long still, and a way to stop it or try again. */
export function UploadRow({ upload }: { upload: Upload }) {
  const canRetry = upload.state === 'failed'
  return (
    <li className="flex flex-col gap-1.5 py-2.5">
      <div className="flex items-center gap-2">
        <StateIcon upload={upload} />
        <span className="min-w-0 flex-1 truncate text-table font-medium" title={upload.filename}>
          {upload.filename}
        </span>
        {canRetry && (
          <Button size="small" onClick={() => uploads.retry(upload.id)}>
            <RotateCw aria-hidden="true" /> Try again
          </Button>
        )}
        {isUnderWay(upload) ? (
          <Button
            variant="quiet"
            size="small"
            aria-label={`Cancel upload of ${upload.filename}`}
            onClick={() => uploads.cancel(upload.id)}
          >
            Cancel
          </Button>
        ) : (
          <Button
            variant="quiet"
            size="icon-small"
            aria-label={`Dismiss ${upload.filename}`}
            onClick={() => uploads.dismiss(upload.id)}
          >
            <X aria-hidden="true" />
          </Button>
        )}
      </div>
      {isUnderWay(upload) && (
        <Progress value={upload.sent_bytes} max={upload.file_size} label={`Upload of ${upload.filename}`} />
      )}
      <p className="text-meta text-muted tabular-nums">{progressWords(upload)}</p>
      {/* Read out only when it changes what people can do, not at every percent. */}
      <p className="sr-only" role="status">
        {announcement(upload)}
      </p>
    </li>
  )
}

function StateIcon({ upload }: { upload: Upload }) {
  if (isUnderWay(upload)) return <Spinner className="text-muted" />
  if (upload.state === 'saved') return <Check className="size-4 shrink-0 text-done" aria-hidden="true" />
  return <CircleAlert className="size-4 shrink-0 text-failed" aria-hidden="true" />
}

function progressWords(upload: Upload): string {
  const { state, sent_bytes: sent, file_size: size, bytes_per_second: speed, tasks } = upload
  if (state === 'checking') return 'Checking the file…'
  if (state === 'saving') return 'Saving the video and its tasks…'
  if (state === 'cancelled') return 'Cancelled. Nothing was saved.'
  if (state === 'saved') return savedWords(tasks)
  if (state === 'failed' || state === 'refused') return upload.error ?? ''
  const share = `${Math.floor((sent / size) * 100)} %`
  const amount = `${formatBytes(sent)} of ${formatBytes(size)}`
  if (speed <= 0) return `${share} · ${amount}`
  return `${share} · ${amount} · ${formatBytes(speed)}/s · ${formatRemaining((size - sent) / speed)} left`
}

/** What saving the video did to the tasks. */
export function savedWords(tasks: Upload['tasks']): string {
  const parts = [
    tasks?.created ? `${formatCount(tasks.created, 'task')} added` : '',
    tasks?.linked ? `${formatCount(tasks.linked, 'waiting task')} got this video` : '',
  ].filter(Boolean)
  return parts.length > 0 ? `Saved. ${parts.join(', ')}.` : 'Saved.'
}

function announcement(upload: Upload): string {
  if (upload.state === 'uploading') return `Uploading ${upload.filename}`
  if (upload.state === 'checking' || upload.state === 'saving') return ''
  return `${upload.filename}: ${progressWords(upload)}`
}
