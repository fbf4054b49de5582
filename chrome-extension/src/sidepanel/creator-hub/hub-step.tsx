import { Check, CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatBytes } from '#core/format.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Progress } from '#ui/progress.tsx'
import type { FetchProgress } from '../../creator-hub/fetch-file.ts'
import { resultWords } from './hub-words.ts'
import type { StepState } from './use-hub-step.ts'

type HubStepProps = {
  name: 'title' | 'asin' | 'file'
  step: StepState
  start: () => Promise<void>
  cancel: () => void
  /** Why there is nothing to fill in; null when there is. */
  missing: string | null
  children: ReactNode
}

/** One button with its result beside it. */
export function HubStep({ name, step, start, cancel, missing, children }: HubStepProps) {
  const isLoading = step.state === 'busy' && step.progress !== null
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Button
        size="small"
        className="w-32 justify-start"
        isBusy={step.state === 'busy'}
        disabled={missing !== null}
        onClick={() => void start()}
      >
        {children}
      </Button>
      <div className="min-w-32 flex-1">
        {missing !== null && <p className="text-meta text-muted">{missing}</p>}
        {step.state === 'done' && <Words {...resultWords(name, step.result)} />}
        {step.state === 'failed' && <Words tone="failed" text={step.message} />}
        {isLoading && step.progress && <Loading progress={step.progress} onCancel={cancel} />}
      </div>
    </div>
  )
}

function Loading({ progress: { received, total }, onCancel }: { progress: FetchProgress; onCancel: () => void }) {
  const words = total === null ? formatBytes(received) : `${formatBytes(received)} of ${formatBytes(total)}`
  return (
    <div className="flex items-center gap-2 text-meta">
      <Progress value={received} max={total ?? 0} label="Loading the video" words={words} className="min-w-0 flex-1" />
      <span className="tabular-nums text-muted">{words}</span>
      <Button variant="quiet" size="small" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}

const TONES = { done: 'text-done', waiting: 'text-waiting', failed: 'text-failed' }

/** A sentence about the page or a fill, announced when it appears. */
export function Words({ tone, text }: { tone: keyof typeof TONES; text: string }) {
  const Icon = tone === 'done' ? Check : CircleAlert
  return (
    <p
      role={tone === 'failed' ? 'alert' : 'status'}
      className={cn('flex min-w-0 items-start gap-1.5 text-meta', TONES[tone])}
    >
      <Icon className="mt-px size-3.5 shrink-0" aria-hidden="true" />
      <span className="min-w-0 break-words">{text}</span>
    </p>
  )
}
