import type { QueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { LostAnswerError } from '#core/http/client.ts'

const TOAST = 'lost-answer'
const ASK_AGAIN_MS = 3_000

export const LOST_ANSWER_WORDS = {
  checking: 'Not confirmed – checking',
  checked: 'Checked with the server',
  checkedWhy: 'The connection broke before the answer arrived. This page now shows what was saved.',
  waiting: "Not confirmed. OpSyncPro can't be reached",
  waitingWhy: 'Nothing is done twice. We check again as soon as the connection is back.',
} as const

let queryClient: QueryClient | undefined
let isChecking = false
/** An answer was lost since the last check with the server. */
let isDue = false

/** Sets the query client whose data is loaded again when the outcome of a write is unknown. Each app calls it once. */
export const checkLostAnswersWith = (client: QueryClient): void => {
  queryClient = client
}

/**
 * After a write whose answer was lost: shows a message, loads all data on the page again until the server answers, and
 * then says that the page is up to date. Several lost answers at once share one check. Answers false for any other
 * error.
 */
export function reportLostAnswer(error: unknown): boolean {
  if (!(error instanceof LostAnswerError)) return false
  isDue = true
  if (!isChecking) void check()
  return true
}

async function check(): Promise<void> {
  isChecking = true
  toast.loading(LOST_ANSWER_WORDS.checking, { id: TOAST, duration: Number.POSITIVE_INFINITY, description: undefined })
  while (isDue) {
    isDue = false
    if (await isAnswered()) continue
    isDue = true
    toast.loading(LOST_ANSWER_WORDS.waiting, { id: TOAST, description: LOST_ANSWER_WORDS.waitingWhy })
    await connectionOrPause()
  }
  isChecking = false
  toast.success(LOST_ANSWER_WORDS.checked, { id: TOAST, duration: 10_000, description: LOST_ANSWER_WORDS.checkedWhy })
}

/** Loads all visible data again; hidden data is loaded when it becomes visible. */
async function isAnswered(): Promise<boolean> {
  if (!queryClient) return true
  try {
    await queryClient.cancelQueries()
    await queryClient.invalidateQueries({ refetchType: 'none' })
    await queryClient.refetchQueries({ type: 'active' }, { throwOnError: true })
    return true
  } catch {
    return false
  }
}

const connectionOrPause = () =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(pause)
      removeEventListener('online', done)
      resolve()
    }
    const pause = setTimeout(done, ASK_AGAIN_MS)
    addEventListener('online', done)
  })
