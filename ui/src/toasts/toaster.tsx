import { Toaster as Sonner } from 'sonner'
import { cn } from '../class-names.ts'
import type { StateRoom } from '../empty-state.tsx'

/** The place of toasts: on a page at the bottom right, above a phone's bar; in the panel above the account line. */
const PLACES = {
  page: { position: 'bottom-right', offset: 16, mobileOffset: { bottom: 72, left: 16, right: 16 } },
  panel: {
    position: 'bottom-center',
    offset: { bottom: 48, left: 12, right: 12 },
    mobileOffset: { bottom: 48, left: 12, right: 12 },
  },
} as const

/** Draws the toasts of `notify.ts`. */
export function Toaster({ room = 'page' }: { room?: StateRoom }) {
  const isPanel = room === 'panel'
  return (
    <Sonner
      {...PLACES[room]}
      toastOptions={{
        unstyled: true,
        // An open sheet blocks the pointer everywhere else on the page.
        style: { pointerEvents: 'auto' },
        classNames: {
          toast: cn(
            'flex w-full items-center font-sans gap-3 rounded-card border border-line bg-surface text-ink shadow-float',
            isPanel ? 'px-3 py-2.5 text-table' : 'px-4 py-3 text-body md:w-[356px]',
          ),
          title: 'font-medium',
          description: cn('text-muted', isPanel ? 'text-meta' : 'text-table'),
          content: 'min-w-0 flex-1',
          actionButton:
            'ml-auto h-7 shrink-0 rounded-control border border-line px-2 text-table font-medium hover:bg-hover cursor-pointer',
          icon: 'shrink-0',
        },
      }}
    />
  )
}
