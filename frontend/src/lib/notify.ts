import { toast } from 'sonner'
import { describeError } from './describe-error.ts'

/** How long Undo stays. */
const UNDO_MS = 10_000

/** Says that something happened. */
export const showDone = (message: string) => void toast(message)

/** Says what happened and offers to take it back for ten seconds. */
export function showUndo(message: string, onUndo: () => void): void {
  toast(message, { duration: UNDO_MS, action: { label: 'Undo', onClick: onUndo } })
}

/** Says what did not happen, and that nothing was changed; `error` adds why. */
export function showFailure(message: string, error?: unknown): void {
  const why = error === undefined ? undefined : describeError(error).message
  toast.error(message, { duration: UNDO_MS, ...(why && why !== message && { description: why }) })
}
