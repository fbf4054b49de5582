import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormat } from '#app/lib/use-format.ts'
import { Button } from '#ui/button.tsx'

type SelectionBarProps = {
  /** "Selected products", for screen readers. */
  label: string
  count: number
  onClear: () => void
  children: ReactNode
}

/** The actions for the selected rows; covers the foot of the list while rows are selected. */
export function SelectionBar({ label, count, onClear, children }: SelectionBarProps) {
  const { locale } = useFormat()
  if (count === 0) return null
  return (
    <section
      aria-label={label}
      className="fixed inset-x-2 bottom-[72px] z-20 mx-auto flex w-fit max-w-[calc(100vw-16px)] animate-rise-in items-center gap-1 overflow-x-auto rounded-card border border-line bg-surface p-1.5 shadow-float md:bottom-4"
    >
      <p role="status" className="shrink-0 px-2 font-medium tabular-nums">
        {count.toLocaleString(locale)} selected
      </p>
      {children}
      <Button
        size="icon-small"
        variant="quiet"
        className="sticky right-0 bg-surface max-md:size-11"
        aria-label="Clear selection"
        onClick={onClear}
      >
        <X aria-hidden="true" />
      </Button>
    </section>
  )
}
