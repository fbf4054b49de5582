import type { ReactNode } from 'react'
import { Button } from '#ui/button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'

type ConfirmDialogProps = {
  isOpen: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** The button names the action: "Delete video", never "OK". */
  action: string
  onConfirm: () => void
  isBusy?: boolean
}

/** Only for actions that are public, cost money or cannot be undone. */
export function ConfirmDialog({ isOpen, onClose, title, children, action, onConfirm, isBusy }: ConfirmDialogProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title}>
      <div className="text-muted">{children}</div>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="danger" onClick={onConfirm} isBusy={isBusy ?? false}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
