/** What one look at a job ended with. */
export type Step =
  /** Another worker has the job, it was cancelled, or its account was disconnected. */
  | { ended: 'stopped' }
  | { ended: 'posted'; mediaId: string; permalink: string | null; postedAt: string | null }
  | { ended: 'failed'; code: string }
  /** Later, in that state; `pending` begins anew. A code says why it waits. */
  | {
      ended: 'later'
      seconds: number
      state: 'pending' | 'preparing' | 'publishing' | 'unknown'
      code?: string
      isFailure?: boolean
    }

/** The call that makes it public was sent at least so long ago before the network is asked to do it again. */
export const ASK_AGAIN_MS = 2 * 60_000

/** How soon to look again at something of that age. */
export function pollSeconds(sinceIso: string | null): number {
  const ageMs = sinceIso === null ? 0 : Date.now() - Date.parse(sinceIso)
  if (ageMs < 60_000) return 10
  return ageMs < 5 * 60_000 ? 30 : 60
}

/** How soon to try again after so many failures in a row: half a minute, doubled up to 15 minutes. */
export const backoffSeconds = (failures: number): number => Math.min(30 * 2 ** Math.min(failures, 10), 900)

const LOOKUPS = [20, 60, 120, 300, 900, 3600]
/** How soon to look an unknown job up again, which never ends by itself. */
export const lookUpSeconds = (failures: number): number => LOOKUPS[failures] ?? 6 * 3600
