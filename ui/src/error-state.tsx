import { CircleAlert } from 'lucide-react'
import { describeError } from '#core/http/describe-error.ts'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'

type ErrorStateProps = { title: string; error: unknown; onRetry: () => void; isRetrying?: boolean }

/** Something did not load: what, why in words, Try again, and the details for whoever is asked for help. */
export function ErrorState({ title, error, onRetry, isRetrying = false }: ErrorStateProps) {
  const { message, details } = describeError(error)
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center px-4 py-16 text-center">
      <span className="mb-4 inline-flex size-10 items-center justify-center rounded-card bg-failed-soft text-failed">
        <CircleAlert className="size-5" aria-hidden="true" />
      </span>
      <h2 className="font-semibold">{title}</h2>
      <p className="mt-1 text-muted">{message}</p>
      <Button className="mt-4" onClick={onRetry} isBusy={isRetrying}>
        Try again
      </Button>
      <details className="mt-4 w-full text-left text-meta text-muted">
        <summary className="text-center">Details</summary>
        <pre className="mt-2 overflow-x-auto whitespace-pre-wrap rounded-control bg-sunken p-3 font-sans">
          {details}
        </pre>
        <div className="mt-2 text-center">
          <CopyButton text={details} label="Copy details" />
        </div>
      </details>
    </div>
  )
}
