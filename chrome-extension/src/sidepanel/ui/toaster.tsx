import { Toaster as Sonner } from 'sonner'

/** Above the account line at the bottom of the panel. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-center"
      offset={{ bottom: 48, left: 12, right: 12 }}
      mobileOffset={{ bottom: 48, left: 12, right: 12 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-3 rounded-card font-sans border border-line bg-surface px-3 py-2.5 text-table text-ink shadow-float',
          title: 'font-medium',
          description: 'text-meta text-muted',
          content: 'min-w-0 flex-1',
          actionButton:
            'ml-auto h-7 shrink-0 rounded-control border border-line px-2 text-table font-medium hover:bg-hover cursor-pointer',
          icon: 'shrink-0',
        },
      }}
    />
  )
}
