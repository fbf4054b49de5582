import { toast } from 'sonner'
import { describeError } from '#core/http/describe-error.ts'
import { reportLostAnswer } from './lost-answer.ts'

/** How long Undo is offered. */
const UNDO_MS = 10_000

/** Shows that something happened. */
export const showDone = (message: string, description?: string) => void toast(message, { description })

/** Shows how far something is, until `hideProgress` with the same id; a second call replaces the text. */
export const showProgress = (id: string, message: string) => void toast.loading(message, { id })

export const hideProgress = (id: string) => void toast.dismiss(id)

/** Shows what happened and offers Undo for ten seconds. */
export function showUndo(message: string, onUndo: () => void, description?: string): void {
  toast(message, { duration: UNDO_MS, description, action: { label: 'Undo', onClick: onUndo } })
}

/** Shows what was undone and offers Redo for ten seconds. */
export function showRedo(message: string, onRedo: () => void, description?: string): void {
  toast(message, { duration: UNDO_MS, description, action: { label: 'Redo', onClick: onRedo } })
}

/**
 * Shows what failed, and that nothing was changed; `error` adds the reason. `action` offers another way. After a lost
 * answer the outcome is unknown, so the server is checked instead.
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
