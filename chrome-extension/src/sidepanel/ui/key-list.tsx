import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { buttonStyle } from './button.tsx'

const KEYS = [
  ['j', 'Next row'],
  ['k', 'Previous row'],
  ['Enter', 'Open the group'],
  ['Esc', 'Back to the groups'],
  ['c', 'Complete the task, or take it back'],
  ['d', 'Download the video'],
  ['/', 'Search'],
  ['?', 'This list'],
] as const

/** The keys people can press. */
export function KeyList({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-0 top-[10dvh] z-50 mx-auto max-h-[80dvh] w-[calc(100vw-24px)] max-w-[360px] animate-rise-in overflow-y-auto rounded-card border border-line bg-surface p-4 shadow-float"
        >
          <div className="mb-2 flex items-center justify-between">
            <Dialog.Title className="font-semibold">Keyboard shortcuts</Dialog.Title>
            <Dialog.Close aria-label="Close" className={buttonStyle({ variant: 'quiet', size: 'icon' })}>
              <X aria-hidden="true" />
            </Dialog.Close>
          </div>
          <dl>
            {KEYS.map(([key, meaning]) => (
              <div key={key} className="flex h-8 items-center justify-between text-table">
                <dt>{meaning}</dt>
                <dd>
                  <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-control border border-line bg-sunken px-1 font-sans text-meta text-muted">
                    {key}
                  </kbd>
                </dd>
              </div>
            ))}
          </dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
