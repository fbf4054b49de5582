import type { ReactNode } from 'react'
import { cn } from '#ui/class-names.ts'

type RowsListProps = {
  /** Names the list: "Videos". */
  label: string
  /** What is on screen belongs to the question before. */
  isStale: boolean
  className?: string
  /** The rows, each an `li`. */
  children: ReactNode
}

/** Rows or cards of any height, one after the other. The list ends with `LoadMore`, which `ListStates` draws. */
export function RowsList({ label, isStale, className, children }: RowsListProps) {
  return (
    <ul aria-label={label} aria-busy={isStale} className={cn(className, 'transition-opacity', isStale && 'opacity-60')}>
      {children}
    </ul>
  )
}
