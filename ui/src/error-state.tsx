import { CircleAlert } from 'lucide-react'
import { describeError } from '#core/http/describe-error.ts'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { StateFrame, type StateRoom } from './empty-state.tsx'

type ErrorStateProps = { title: string; error: unknown; onRetry: () => void; isRetrying?: boolean; room?: StateRoom }

/** Content that failed to load: what, the reason as a sentence, Try again, and the details for support. */
export function ErrorState({ title, error, onRetry, isRetrying = false, room = 'page' }: ErrorStateProps) {
  const { message, details } = describeError(error)
  return (
    <StateFrame icon={CircleAlert} title={title} message={message} room={room} tone="failed">
      <Button className="mt-4" onClick={onRetry} isBusy={isRetrying}>
        Try again
      </Button>
      <details className="mt-4 w-full text-left text-meta text-muted">
        <summary className="text-center">Details</summary>
        <pre className="mt-2 overflow-x-auto whitespace-pre-wrap break-words rounded-control bg-sunken p-3 font-sans">
          {details}
        </pre>
        <div className="mt-2 text-center">
          <CopyButton text={details} label="Copy details" />
        </div>
      </details>
    </StateFrame>
  )
}
