import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { buttonStyle } from './button.tsx'
import { cn } from './class-names.ts'
import { stayOpenForToasts } from './toasts/stay-open-for-toasts.ts'
import { useReturnFocus } from './use-return-focus.ts'

const WIDTHS = { small: 'max-w-[360px]', medium: 'max-w-[440px]', large: 'max-w-[560px]' } as const

type DialogProps = {
  isOpen: boolean
  onClose: () => void
  title: string
  description?: ReactNode
  children: ReactNode
  size?: keyof typeof WIDTHS
}

/** A dialog that needs an answer. The focus enters the dialog, stays inside, and returns to its earlier element. */
export function Dialog({ isOpen, onClose, title, description, children, size = 'medium' }: DialogProps) {
  const returnFocus = useReturnFocus()
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Radix.Content
          {...returnFocus}
          {...stayOpenForToasts}
          {...(!description && { 'aria-describedby': undefined })}
          className={cn(
            'fixed inset-x-0 top-[12dvh] z-50 mx-auto max-h-[80dvh] w-[calc(100vw-32px)] animate-rise-in overflow-y-auto rounded-card border border-line bg-surface p-6 shadow-float',
            WIDTHS[size],
          )}
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="text-lead font-semibold">{title}</Radix.Title>
            <CloseButton />
          </div>
          {description && <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>}
          <div className="mt-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function CloseButton() {
  return (
    <Radix.Close
      aria-label="Close"
      className={cn(buttonStyle({ variant: 'quiet', size: 'icon-small' }), '-mr-1.5 -mt-1')}
    >
      <X aria-hidden="true" />
    </Radix.Close>
  )
}

/** The row of buttons at the end of a dialog; the primary button comes last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-6 flex flex-wrap justify-end gap-2">{children}</div>
}
