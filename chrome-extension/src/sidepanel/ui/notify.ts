import { toast } from 'sonner'

/** How long Undo stays. */
const UNDO_MS = 10_000

/** Says what happened and offers to take it back for ten seconds. */
export function showUndo(message: string, onUndo: () => void): void {
  toast(message, { duration: UNDO_MS, action: { label: 'Undo', onClick: onUndo } })
}

/** Says what did not happen; `why` adds the reason. */
export function showFailure(message: string, why?: string): void {
  toast.error(message, { duration: UNDO_MS, ...(why && why !== message && { description: why }) })
}
