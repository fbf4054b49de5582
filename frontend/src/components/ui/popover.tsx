import { Popover as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from '#ui/class-names.ts'
import { stayOpenForToasts } from '#ui/toasts/stay-open-for-toasts.ts'

type PopoverProps = {
  /** The panel's name for screen readers. */
  label: string
  /** The button that opens the panel; left out with `anchor`. */
  trigger?: ReactNode
  /** The element beside the panel when another element opens it. */
  anchor?: ReactNode
  children: ReactNode
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  /** Called instead of moving the focus to the trigger. */
  onReturnFocus?: () => void
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom'
  className?: string
}

/** A small panel beside its trigger: a form or a list of options. Esc and a click outside close it. */
export function Popover({
  label,
  trigger,
  anchor,
  children,
  isOpen,
  onOpenChange,
  onReturnFocus,
  align = 'start',
  side = 'bottom',
  className,
}: PopoverProps) {
  return (
    <Radix.Root {...(isOpen !== undefined && { open: isOpen })} {...(onOpenChange && { onOpenChange })}>
      {anchor && <Radix.Anchor asChild>{anchor}</Radix.Anchor>}
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Content
          {...stayOpenForToasts}
          aria-label={label}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            if (!onReturnFocus) return
            event.preventDefault()
            onReturnFocus()
          }}
          className={cn(
            'z-50 max-h-(--radix-popover-content-available-height) overflow-y-auto rounded-card border border-line bg-surface text-body text-ink shadow-float animate-rise-in focus-visible:outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
