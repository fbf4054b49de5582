import { createClient } from '@supabase/supabase-js'
import type { Health } from '#core/accounts/schema.ts'
import { fetchWithTimeout } from '../db/user-client.ts'
import { readEnv } from '../env.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'

/** Runs one query. Throws `database_unavailable` when the database does not answer. */
export async function getHealth(): Promise<Health> {
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
  return { status: 'ok', checks: { database: 'ok' } }
}
