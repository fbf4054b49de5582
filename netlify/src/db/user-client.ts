import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { readEnv } from '../env.ts'
import type { Database } from './database.types.ts'

export type Db = SupabaseClient<Database>

const DB_TIMEOUT_MS = 15_000

/**
 * A client that acts as the caller, so row level security decides what it may see. It sends each request once: the
 * browser can repeat a request better than a function that keeps the person waiting for seven seconds. With the key of a
 * request, the database notes the first change of that request (private.note_write).
 */
export function createUserClient(accessToken: string, { idempotencyKey }: { idempotencyKey?: string } = {}): Db {
  const { SUPABASE_URL, SUPABASE_ANON_KEY } = readEnv()
  return createClient<Database>(SUPABASE_URL, SUPABASE_ANON_KEY, {
    accessToken: async () => accessToken,
    db: { retry: false },
    global: {
      fetch: fetchWithTimeout,
      ...(idempotencyKey !== undefined && { headers: { 'x-idempotency-key': idempotencyKey } }),
    },
  })
}

/** `fetch` with a limit of 15 s: a function must answer before its own time is over. */
export const fetchWithTimeout: typeof fetch = (input, init) => {
  const timeout = AbortSignal.timeout(DB_TIMEOUT_MS)
  return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout })
}
