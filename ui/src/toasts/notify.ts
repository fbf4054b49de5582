import { toast } from 'sonner'
import { describeError } from '#core/http/describe-error.ts'
import { reportLostAnswer } from './lost-answer.ts'

/** How long Undo stays. */
const UNDO_MS = 10_000

/** Says that something happened. */
export const showDone = (message: string, description?: string) => void toast(message, { description })

/** Says what happened and offers to take it back for ten seconds. */
export function showUndo(message: string, onUndo: () => void, description?: string): void {
  toast(message, { duration: UNDO_MS, description, action: { label: 'Undo', onClick: onUndo } })
}

/** Says what was taken back and offers to do it again for ten seconds. */
export function showRedo(message: string, onRedo: () => void, description?: string): void {
  toast(message, { duration: UNDO_MS, description, action: { label: 'Redo', onClick: onRedo } })
}

/**
 * Says what did not happen, and that nothing was changed; `error` adds why. `action` offers another way. After a lost
 * answer none of that is known: the server is asked instead.
 */
export function showFailure(message: string, error?: unknown, action?: { label: string; onClick: () => void }): void {
  if (reportLostAnswer(error)) return
  const why = error === undefined ? undefined : describeError(error).message
  toast.error(message, {
    duration: UNDO_MS,
    ...(why && why !== message && { description: why }),
    ...(action && { action }),
  })
}
