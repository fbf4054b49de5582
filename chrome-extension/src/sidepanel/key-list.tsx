import { Dialog } from '#ui/dialog.tsx'
import { KeyRows } from '#ui/kbd.tsx'

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

/** The keyboard shortcuts. */
export function KeyList({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keyboard shortcuts" size="small">
      <div className="text-table">
        <KeyRows rows={KEYS} />
      </div>
    </Dialog>
  )
}
