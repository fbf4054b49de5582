import { createClient } from '@supabase/supabase-js'
import type { Health } from '#core/accounts/schema.ts'
import { fetchWithTimeout } from '../db/user-client.ts'
import { readEnv } from '../env.ts'
import { AppError } from '../errors.ts'
import { getQueueHealth } from '../jobs/queue-health.ts'
import { log } from '../log.ts'

/** Jobs start within seconds, and the schedule runs every minute. */
const STUCK_MS = 5 * 60_000

/** Runs one query, and sees whether jobs move. Throws `database_unavailable` when the database does not answer. */
export async function getHealth(now: Date = new Date()): Promise<Health> {
  const { SUPABASE_URL, SUPABASE_ANON_KEY } = readEnv()
  const { error } = await createClient(SUPABASE_URL, SUPABASE_ANON_KEY, {
    db: { retry: false },
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: fetchWithTimeout },
  }).rpc('ping')
  if (error) {
    log.warn('health.database_failing', { code: error.code })
    throw new AppError('database_unavailable', 'The database did not answer.')
  }
  const jobs = await stateOfJobs(now)
  return { status: jobs.state === 'moving' ? 'ok' : 'failing', checks: { database: 'ok', jobs } }
}

async function stateOfJobs(now: Date): Promise<Health['checks']['jobs']> {
  const { waiting_since, worked_at, ticked_at } = await getQueueHealth()
  const isOld = (at: string | null) => at === null || now.getTime() - Date.parse(at) > STUCK_MS
  // Nothing asks for work: the schedule does not run.
  if (isOld(ticked_at)) return { state: 'stuck', since: ticked_at }
  // Work waits and no worker comes: the secret of the machines is missing or wrong, or the site cannot reach itself.
  if (waiting_since !== null && isOld(waiting_since) && isOld(worked_at)) {
    return { state: 'stuck', since: [waiting_since, worked_at ?? waiting_since].toSorted().at(-1) ?? waiting_since }
  }
  return { state: 'moving', since: null }
}
