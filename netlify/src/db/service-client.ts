import { createClient } from '@supabase/supabase-js'
import { readEnv } from '../env.ts'
import type { Database } from './database.types.ts'
import { type Db, fetchWithTimeout } from './user-client.ts'

/**
 * A client that passes row level security, for jobs, webhooks and schedules, which act for no signed-in person; they
 * name the workspace themselves.
 */
export function createServiceClient(): Db {
  const { SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY } = readEnv()
  return createClient<Database>(SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: fetchWithTimeout },
  })
}
