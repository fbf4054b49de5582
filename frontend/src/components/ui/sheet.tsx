import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '#ui/class-names.ts'
import { stayOpenForToasts } from '#ui/toasts/stay-open-for-toasts.ts'
import { useReturnFocus } from '#ui/use-return-focus.ts'

type SheetProps = {
  onClose: () => void
  /** Read out when the sheet opens; `children` draw it. */
  title: string
  children: ReactNode
  onKeyDown?: (event: React.KeyboardEvent) => void
  side?: 'right' | 'bottom'
}

/** A record beside its list. The list behind stays in place and readable. */
export function Sheet({ onClose, title, children, onKeyDown, side = 'right' }: SheetProps) {
  const returnFocus = useReturnFocus()
  return (
    <Radix.Root open onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 animate-fade-in bg-scrim md:bg-scrim/40" />
        <Radix.Content
          {...returnFocus}
          {...stayOpenForToasts}
          aria-describedby={undefined}
          onKeyDown={onKeyDown}
          onEscapeKeyDown={(event) => {
            // Esc in an edited field restores the field; the sheet stays open.
            if (event.target instanceof Element && event.target.closest('[data-editing]')) event.preventDefault()
          }}
          className={cn(
            'fixed z-30 flex flex-col border-line bg-surface shadow-float focus-visible:outline-none',
            side === 'right'
              ? 'inset-y-0 right-0 w-full animate-slide-in border-l md:w-[min(640px,70vw)]'
              : 'inset-x-0 bottom-0 max-h-[85dvh] animate-rise-in rounded-t-card border-t',
          )}
        >
          <Radix.Title className="sr-only">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
