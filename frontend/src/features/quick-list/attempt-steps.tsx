import { Check, Circle, CircleAlert, Eraser, X } from 'lucide-react'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import type { QuickList, QuickListStepState } from '#core/quick-list/schema.ts'
import { Spinner } from '#ui/spinner.tsx'
import { STEP_NAMES, STEP_WORDS } from './attempt-words.ts'

/** The steps of an attempt as the server stores them, read out when they change. */
export function AttemptSteps({ attempt }: { attempt: QuickList }) {
  return (
    <ol aria-label="Steps" aria-live="polite" className="flex flex-col gap-3">
      {attempt.steps.map(({ step, state, at, message }) => (
        <li key={step} className="flex gap-3">
          <StepIcon state={state} />
          <div className="min-w-0 flex-1">
            <p>
              <span className="font-medium">{STEP_NAMES[step]}</span>{' '}
              <span className="text-muted">
                · {STEP_WORDS[state]}
                {at && state !== 'doing' && (
                  <>
                    {' '}
                    <RelativeTime instant={at} />
                  </>
                )}
              </span>
            </p>
            {message && <p className="mt-0.5 break-words text-table text-muted">{message}</p>}
          </div>
        </li>
      ))}
    </ol>
  )
}

function StepIcon({ state }: { state: QuickListStepState }) {
  const style = 'mt-0.5 size-5 shrink-0'
  switch (state) {
    case 'waiting':
      return <Circle className={`${style} text-faint`} aria-hidden="true" />
    case 'doing':
      return (
        <span className={`${style} inline-flex items-center justify-center text-info`}>
          <Spinner />
        </span>
      )
    case 'done':
      return <Check className={`${style} text-done`} aria-hidden="true" />
    case 'failed':
      return <X className={`${style} text-failed`} aria-hidden="true" />
    case 'removed':
      return <Eraser className={`${style} text-muted`} aria-hidden="true" />
    case 'left':
      return <CircleAlert className={`${style} text-waiting`} aria-hidden="true" />
  }
}
