import { z } from 'zod'
import type { Host } from './host.ts'
import { secretsOf } from './secrets.ts'

const HOUR_S = 3600
const MOST_ROUNDS = 20

const Ran = z.object({ later: z.array(z.object({ kind: z.string(), run_at: z.string(), attempts: z.number() })) })
type Ran = z.infer<typeof Ran>

/**
 * Runs the host's jobs until none is due. `aheadSeconds` also runs jobs that are due within so many seconds, such as
 * the next attempt of a failed job, so that no test sleeps.
 */
export async function runQueue(host: Host, aheadSeconds = 0): Promise<Ran> {
  const { webhook_secret } = await secretsOf(host)
  const response = await fetch(`${host.url}/_local/queue`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-webhook-secret': webhook_secret },
    body: JSON.stringify({ ahead_seconds: aheadSeconds }),
  })
  if (!response.ok) throw new Error(`The queue: ${response.status} ${await response.text()}`)
  return Ran.parse(await response.json())
}

/** Runs the queue until no job waits for the next hour either: every job is done or dead. */
export async function runQueueDry(host: Host): Promise<void> {
  let waiting: Ran['later'] = []
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { later } = await runQueue(host, HOUR_S)
    waiting = later.filter(({ run_at }) => Date.parse(run_at) < Date.now() + HOUR_S * 1000)
    if (waiting.length === 0) return
  }
  throw new Error(`Jobs still wait after ${MOST_ROUNDS} rounds: ${JSON.stringify(waiting)}`)
}
