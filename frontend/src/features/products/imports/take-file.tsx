import { Notice } from '#app/components/ui/notice.tsx'
import { describeError } from '#core/http/describe-error.ts'
import { Button } from '#ui/button.tsx'
import { Progress } from '#ui/progress.tsx'
import { FileDrop } from './file-drop.tsx'
import { TableRefused } from './read-table.ts'
import { useTakeFile } from './use-take-file.ts'

/** Selects a file and shows the progress of reading and sending it; an error is shown above the next attempt. */
export function TakeFile() {
  const { takeFile, cancel, taking, error } = useTakeFile()
  if (taking) {
    const words = taking.step === 'reading' ? 'Reading' : 'Sending'
    return (
      <div className="rounded-card border border-line px-4 py-6">
        <p role="status" className="truncate font-medium">
          {words} {taking.filename}…
        </p>
        <Progress className="mt-3" label={`${words} ${taking.filename}`} value={taking.share} max={1} />
        <div className="mt-4 flex items-center justify-between gap-3">
          <p className="text-meta text-muted">Keep this page open until all rows are sent.</p>
          <Button size="small" onClick={cancel}>
            Cancel
          </Button>
        </div>
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-3">
      {error && (
        <Notice tone="failed">
          {error instanceof TableRefused
            ? error.message
            : `${describeError(error).message} Choose the same file again to continue where it stopped.`}
        </Notice>
      )}
      <FileDrop onFile={takeFile} />
    </div>
  )
}
