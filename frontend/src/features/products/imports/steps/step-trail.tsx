import { Check } from 'lucide-react'
import { STEPS } from '#app/features/products/imports/import-words.ts'
import { cn } from '#ui/class-names.ts'

/** The steps from file to products, with the current one. */
export function StepTrail({ current }: { current: number }) {
  return (
    <ol aria-label="Steps of an import" className="mb-6 flex flex-wrap items-center gap-x-5 gap-y-2 text-table">
      {STEPS.map((step, index) => (
        <li
          key={step}
          aria-current={index === current ? 'step' : undefined}
          className={cn('inline-flex items-center gap-1.5', index === current ? 'font-medium text-ink' : 'text-muted')}
        >
          <span
            className={cn(
              'inline-flex size-5 items-center justify-center rounded-full border text-meta tabular-nums',
              index === current ? 'border-accent-solid bg-accent-solid text-accent-ink' : 'border-line',
            )}
          >
            {index < current ? <Check className="size-3" role="img" aria-label="Done" /> : index + 1}
          </span>
          {step}
        </li>
      ))}
    </ol>
  )
}
