import type { ReactNode } from 'react'
import { cn } from './class-names.ts'

const TONES = {
  neutral: 'bg-hover text-muted',
  done: 'bg-done-soft text-done',
  waiting: 'bg-waiting-soft text-waiting',
  failed: 'bg-failed-soft text-failed',
  info: 'bg-info-soft text-info',
} as const

export type Tone = keyof typeof TONES

/** A short label about a row. The word carries the meaning; the color repeats it. */
export function Badge({ tone = 'neutral', children, title }: { tone?: Tone; children: ReactNode; title?: string }) {
  return (
    <span
      title={title}
      className={cn(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-control px-1.5 text-meta font-medium tabular-nums [&_svg]:size-3',
        TONES[tone],
      )}
    >
      {children}
    </span>
  )
}
