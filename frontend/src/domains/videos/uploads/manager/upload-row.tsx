import { Check, CircleAlert, CirclePause, FileSearch, Pause, Play, RotateCw, X } from 'lucide-react'
import { useRef } from 'react'
import { ACCEPTED_FILES } from '#app/domains/videos/uploads/check-file.ts'
import { canPause, isUnderWay, type Upload } from '#app/domains/videos/uploads/upload.ts'
import { uploads } from '#app/domains/videos/uploads/upload-store.ts'
import { formatBytes, formatCount, formatRemaining } from '#core/format.ts'
import { formatPercent } from '#core/percent.ts'
import { Button } from '#ui/button.tsx'
import { Progress } from '#ui/progress.tsx'
import { Spinner } from '#ui/spinner.tsx'

/** One upload: progress, speed, remaining time, and buttons for pause, cancel and resume. */
export function UploadRow({ upload }: { upload: Upload }) {
  const { id, filename, state } = upload
  const isUnfinished = isUnderWay(upload) || state === 'paused' || state === 'needs_file'
  return (
    <li className="flex flex-col gap-1.5 py-2.5">
      <div className="flex items-center gap-2">
        <StateIcon upload={upload} />
        <span className="min-w-0 flex-1 truncate text-table font-medium" title={filename}>
          {filename}
        </span>
        {state === 'failed' && (
          <Button size="small" onClick={() => uploads.retry(id)}>
            <RotateCw aria-hidden="true" /> Try again
          </Button>
        )}
        {canPause(upload) && (
          <Button
            variant="quiet"
            size="icon-small"
            aria-label={`Pause upload of ${filename}`}
            title="Pause"
            onClick={() => uploads.pause(id)}
          >
            <Pause aria-hidden="true" />
          </Button>
        )}
        {state === 'paused' && (
          <Button size="small" aria-label={`Resume upload of ${filename}`} onClick={() => uploads.resume(id)}>
            <Play aria-hidden="true" /> Resume
          </Button>
        )}
        {state === 'needs_file' && <PickAgain upload={upload} />}
        {isUnfinished && state !== 'saving' && (
          <Button
            variant="quiet"
            size="small"
            aria-label={`Cancel upload of ${filename}`}
            onClick={() => uploads.cancel(id)}
          >
            Cancel
          </Button>
        )}
        {!isUnfinished && (
          <Button
            variant="quiet"
            size="icon-small"
            aria-label={`Dismiss ${filename}`}
            onClick={() => uploads.dismiss(id)}
          >
            <X aria-hidden="true" />
          </Button>
        )}
      </div>
      {isUnfinished && (
        <Progress value={upload.sent_bytes} max={upload.file_size} label={`Upload of ${upload.filename}`} />
      )}
      <p className="text-meta text-muted tabular-nums">{progressWords(upload)}</p>
      {/* Read out only when the person's options change, not at every percent. */}
      <p className="sr-only" role="status">
        {announcement(upload)}
      </p>
    </li>
  )
}

// A page may not open files: after a reload the person selects the same file once more.
function PickAgain({ upload }: { upload: Upload }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button
        size="small"
        aria-label={`Select ${upload.filename} again to resume`}
        onClick={() => input.current?.click()}
      >
        <FileSearch aria-hidden="true" /> Pick the file
      </Button>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED_FILES}
        aria-label={`The file ${upload.filename}`}
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          if (file) void uploads.giveFile(upload.id, file)
          event.target.value = ''
        }}
      />
    </>
  )
}

function StateIcon({ upload }: { upload: Upload }) {
  if (upload.state === 'queued' || upload.state === 'paused' || upload.state === 'needs_file') {
    return <CirclePause className="size-4 shrink-0 text-muted" aria-hidden="true" />
  }
  if (isUnderWay(upload)) return <Spinner className="text-muted" />
  if (upload.state === 'saved') return <Check className="size-4 shrink-0 text-done" aria-hidden="true" />
  return <CircleAlert className="size-4 shrink-0 text-failed" aria-hidden="true" />
}

function progressWords(upload: Upload): string {
  const { sent_bytes: sent, file_size: size, bytes_per_second: speed } = upload
  const share = formatPercent(Math.floor((sent / Math.max(size, 1)) * 100) / 100)
  const amount = `${formatBytes(sent)} of ${formatBytes(size)}`
  switch (upload.state) {
    case 'queued':
      return 'Queued (2 uploads at a time)'
    case 'checking':
      return 'Checking the file…'
    case 'saving':
      return 'Saving the video and its tasks…'
    case 'waiting':
      return `${share} · ${upload.note ?? ''}`
    case 'paused':
      return `Paused at ${share} · ${amount}`
    case 'needs_file':
      return upload.error || `Select the file again to resume · ${share} has arrived`
    case 'cancelled':
      return 'Cancelled. Nothing was saved.'
    case 'saved':
      return savedWords(upload.tasks)
    case 'failed':
    case 'refused':
      return upload.error ?? ''
    case 'uploading':
      if (speed <= 0) return `${share} · ${amount}`
      return `${share} · ${amount} · ${formatBytes(speed)}/s · ${formatRemaining((size - sent) / speed)} left`
  }
}

/** The effect of the saved video on tasks. */
export function savedWords(tasks: Upload['tasks']): string {
  const parts = [
    tasks?.created ? `${formatCount(tasks.created, 'task')} added` : '',
    tasks?.linked ? `${formatCount(tasks.linked, 'waiting task')} got this video` : '',
  ].filter(Boolean)
  return parts.length > 0 ? `Saved. ${parts.join(', ')}.` : 'Saved.'
}

function announcement(upload: Upload): string {
  if (upload.state === 'uploading') return `Uploading ${upload.filename}`
  if (['queued', 'checking', 'saving'].includes(upload.state)) return ''
  if (upload.state === 'waiting') return `${upload.filename}: waiting to resume`
  return `${upload.filename}: ${progressWords(upload)}`
}
