import { Toaster as Sonner } from 'sonner'

/** Bottom right, above the bottom bar of a phone. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      offset={16}
      mobileOffset={{ bottom: 72, left: 16, right: 16 }}
      toastOptions={{
        unstyled: true,
        // An open sheet takes the pointer from everything else on the page.
        style: { pointerEvents: 'auto' },
        classNames: {
          toast:
            'flex w-full items-center font-sans gap-3 rounded-card border border-line bg-surface px-4 py-3 text-body text-ink shadow-float md:w-[356px]',
          title: 'font-medium',
          description: 'text-table text-muted',
          content: 'min-w-0 flex-1',
          actionButton:
            'ml-auto h-7 shrink-0 rounded-control border border-line px-2 text-table font-medium hover:bg-hover cursor-pointer',
          icon: 'shrink-0',
        },
      }}
    />
  )
}
