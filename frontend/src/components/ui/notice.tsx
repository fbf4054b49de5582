import type { ReactNode } from 'react'
import { cn } from '#ui/class-names.ts'

const TONES = {
  info: 'border-info/30 bg-info-soft text-info',
  waiting: 'border-waiting/30 bg-waiting-soft text-waiting',
  failed: 'border-failed/30 bg-failed-soft text-failed',
  done: 'border-done/30 bg-done-soft text-done',
} as const

type NoticeProps = { tone: keyof typeof TONES; children: ReactNode; className?: string }

/** A sentence about the content below it. Screen readers read failures at once, other notices later. */
export function Notice({ tone, children, className }: NoticeProps) {
  return (
    <div
      role={tone === 'failed' ? 'alert' : 'status'}
      className={cn('rounded-control border px-3 py-2 text-table', TONES[tone], className)}
    >
      {children}
    </div>
  )
}
