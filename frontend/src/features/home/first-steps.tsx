import { useQuery } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { Link } from 'react-router'
import { useOverlay } from '#app/contexts/overlay-context.tsx'
import { useSidePanel } from '#app/domains/side-panel/use-side-panel.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useRemembered } from '#app/lib/remembered.ts'
import { Button, buttonStyle } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Progress } from '#ui/progress.tsx'
import { homeQueries } from './home.queries.ts'

type Step = { title: string; hint: string; isDone: boolean; action: React.ReactNode }

/**
 * From an empty workspace to the first completed upload; ticks finished steps, and disappears when all are done or the
 * person dismisses it.
 */
export function FirstSteps() {
  const [isDismissed, setDismissed] = useRemembered('first-steps-dismissed', false)
  const { data } = useQuery({ ...homeQueries.firstSteps(), enabled: !isDismissed })
  const { open } = useOverlay()
  // A person may use the panel in another browser, which this page cannot detect.
  const [isTicked, setTicked] = useRemembered('side-panel-ready', false)
  const hasPanel = useSidePanel().state === 'signed-in' || isTicked
  if (isDismissed || !data) return null

  // Without a product there is none to open, so the link leads to the first step.
  const openProduct = data.firstProductId && (
    <StepLink to={addresses.product(data.firstProductId)}>Open product</StepLink>
  )
  const steps: Step[] = [
    {
      title: 'Add a product',
      hint: 'Paste an ASIN or an Amazon link.',
      isDone: data.product,
      action: (
        <Button size="small" onClick={() => open('add-product')}>
          Add product
        </Button>
      ),
    },
    {
      title: 'Upload its video',
      hint: 'MP4, MOV or WEBM. The upload tasks are created automatically.',
      isDone: data.video,
      action: openProduct,
    },
    {
      title: 'Accept a correlated ASIN',
      hint: 'The same product under another ASIN gets its own task with this video.',
      isDone: data.correlation,
      action: openProduct,
    },
    {
      title: 'Connect the side panel',
      hint: 'A Chrome extension that shows your tasks beside Amazon. One click signs you in.',
      isDone: hasPanel,
      action: (
        <span className="flex flex-wrap gap-2">
          <StepLink to={addresses.accountSettings()}>Connect side panel</StepLink>
          <Button size="small" variant="quiet" onClick={() => setTicked(true)}>
            I am signed in
          </Button>
        </span>
      ),
    },
    {
      title: 'Complete a task',
      hint: 'Upload the video on Amazon, then mark the task as completed.',
      isDone: data.task,
      action: data.video && <StepLink to={addresses.tasks()}>Open tasks</StepLink>,
    },
  ]
  const done = steps.filter((step) => step.isDone).length
  if (done === steps.length) return null

  return (
    <section aria-labelledby="first-steps" className="rounded-card border border-line bg-surface">
      <header className="flex items-center gap-4 px-4 pt-3">
        <h2 id="first-steps" className="font-semibold">
          First steps
        </h2>
        <Progress value={done} max={steps.length} label="First steps done" tone="done" className="max-w-40 flex-1" />
        <span className="text-table text-muted tabular-nums">
          {done} of {steps.length}
        </span>
        <Button
          variant="quiet"
          size="icon-small"
          aria-label="Hide first steps"
          className="ml-auto"
          onClick={() => setDismissed(true)}
        >
          <X aria-hidden="true" />
        </Button>
      </header>
      <ol className="p-1.5">
        {steps.map((step) => (
          <StepRow key={step.title} step={step} />
        ))}
      </ol>
    </section>
  )
}

function StepRow({ step }: { step: Step }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-2.5 py-2">
      <span
        className={cn(
          'inline-flex size-5 shrink-0 items-center justify-center rounded-full border',
          step.isDone ? 'border-done bg-done-soft text-done' : 'border-line-strong',
        )}
      >
        {step.isDone && <Check className="size-3.5" aria-hidden="true" />}
        <span className="sr-only">{step.isDone ? 'Done:' : 'To do:'}</span>
      </span>
      <div className="min-w-0 flex-1 basis-56">
        <p className={cn('font-medium', step.isDone && 'text-muted')}>{step.title}</p>
        {!step.isDone && <p className="text-table text-muted">{step.hint}</p>}
      </div>
      {!step.isDone && step.action && <div className="ml-8 sm:ml-0">{step.action}</div>}
    </li>
  )
}

function StepLink({ to, children }: { to: string; children: string }) {
  return (
    <Link to={to} className={buttonStyle({ size: 'small' })}>
      {children}
    </Link>
  )
}
