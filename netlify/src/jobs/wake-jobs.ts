import { readEnv } from '../env.ts'
import { log } from '../log.ts'
import { MACHINE_SECRET_HEADER } from '../machine-secret.ts'

const WAKE_TIMEOUT_MS = 5_000

/** Starts a drain without making the caller wait. When it fails, the minute's schedule finds the work. */
export function wakeJobs({ waitUntil }: { waitUntil: (work: Promise<unknown>) => void }): void {
  waitUntil(requestDrain())
}

/** Requests a drain from the background function; answers when the function has accepted, not when the work is done. */
export async function requestDrain(): Promise<void> {
  const { SITE_URL, WEBHOOK_SECRET } = readEnv()
  if (!WEBHOOK_SECRET) return
  try {
    await fetch(`${SITE_URL}/api/jobs-drain`, {
      method: 'POST',
      headers: { [MACHINE_SECRET_HEADER]: WEBHOOK_SECRET },
      signal: AbortSignal.timeout(WAKE_TIMEOUT_MS),
    })
  } catch (error) {
    log.warn('jobs.wake_failed', { error: error instanceof Error ? error.message : String(error) })
  }
}
