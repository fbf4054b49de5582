import { Notice } from '#app/components/ui/notice.tsx'
import { describeError } from '#core/http/describe-error.ts'
import { Button } from '#ui/button.tsx'
import { Progress } from '#ui/progress.tsx'
import { FileDrop } from './file-drop.tsx'
import { TableRefused } from './reading/table-refused.ts'
import { type Taking, useTakeFile } from './use-take-file.ts'

/** Selects a file and shows the progress of reading and sending it; an error is shown above the next attempt. */
export function TakeFile({ isCatalog }: { isCatalog: boolean }) {
  const { takeFile, cancel, taking, error } = useTakeFile({ isCatalog })
  if (taking) return <TakingProgress taking={taking} onCancel={cancel} />
  return (
    <div className="flex flex-col gap-3">
      {error && <Notice tone="failed">{takingFailure(error)}</Notice>}
      <FileDrop onFile={(file) => takeFile({ file })} />
    </div>
  )
}

/** The progress of a file that is being read and sent. */
export function TakingProgress({ taking, onCancel }: { taking: Taking; onCancel: () => void }) {
  const words = taking.step === 'reading' ? 'Reading' : 'Sending'
  return (
    <div className="rounded-card border border-line px-4 py-6">
      <p role="status" className="truncate font-medium">
        {words} {taking.filename}…
      </p>
      <Progress className="mt-3" label={`${words} ${taking.filename}`} value={taking.share} max={1} />
      <div className="mt-4 flex items-center justify-between gap-3">
        <p className="text-meta text-muted">Keep this page open until all rows are sent.</p>
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  )
}

/** What went wrong with a file. */
export const takingFailure = (error: Error): string =>
  error instanceof TableRefused
    ? error.message
    : `${describeError(error).message} Choose the same file again to continue where it stopped.`
