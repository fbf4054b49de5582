import type { ReactNode } from 'react'
import { cn } from '#ui/class-names.ts'

type RowsListProps = {
  /** Names the list: "Videos". */
  label: string
  /** The rows on screen belong to the earlier filters. */
  isStale: boolean
  className?: string
  /** The rows, each an `li`. */
  children: ReactNode
}

/** Rows or cards of any height. `ListStates` draws `LoadMore` at the end. */
export function RowsList({ label, isStale, className, children }: RowsListProps) {
  return (
    <ul aria-label={label} aria-busy={isStale} className={cn(className, 'transition-opacity', isStale && 'opacity-60')}>
      {children}
    </ul>
  )
}
