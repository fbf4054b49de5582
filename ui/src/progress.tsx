import { formatPercent } from '#core/percent.ts'
import { cn } from './class-names.ts'

type ProgressProps = {
  value: number
  max: number
  label: string
  /** The text for screen readers; by default the share in percent. */
  words?: string
  tone?: 'accent' | 'done'
  className?: string
}

/** The progress of an operation. `label` names it for screen readers. */
export function Progress({ value, max, label, words, tone = 'accent', className }: ProgressProps) {
  const share = max > 0 ? Math.min(value / max, 1) : 0
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(value, max)}
      aria-valuetext={words ?? formatPercent(Math.round(share * 100) / 100)}
      className={cn('h-1.5 overflow-hidden rounded-full bg-pressed', className)}
    >
      <div
        className={cn(
          'h-full origin-left rounded-full transition-transform',
          tone === 'done' ? 'bg-done' : 'bg-accent',
        )}
        style={{ transform: `scaleX(${share})` }}
      />
    </div>
  )
}
