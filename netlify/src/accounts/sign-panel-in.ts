import { createClient } from '@supabase/supabase-js'
import { decodeJwt } from 'jose'
import type { NewPanelSession, PanelSession } from '#core/accounts/sessions.ts'
import { databaseUnavailable } from '../db/db-errors.ts'
import { createServiceClient } from '../db/service-client.ts'
import { fetchWithTimeout } from '../db/user-client.ts'
import { readEnv } from '../env.ts'
import { addPanelSession, takePanelCode } from './sessions.repo.ts'

/**
 * A session of its own for the side panel, so that signing out in one place leaves the other. The auth service makes
 * sessions only for a proof of identity; ours is a link that is made and used here and never sent. Throws
 * `panel_code_invalid`.
 */
export async function signPanelIn({ code, device }: NewPanelSession): Promise<PanelSession> {
  const db = createServiceClient()
  const { user_id, email } = await takePanelCode(db, code)
  const link = await db.auth.admin.generateLink({ type: 'magiclink', email })
  if (link.error) throw databaseUnavailable(link.error)

  const { SUPABASE_URL, SUPABASE_ANON_KEY } = readEnv()
  const person = createClient(SUPABASE_URL, SUPABASE_ANON_KEY, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: fetchWithTimeout },
  })
  const { hashed_token: token_hash } = link.data.properties
  const { data, error } = await person.auth.verifyOtp({ type: 'magiclink', token_hash })
  if (error || !data.session) throw databaseUnavailable(error ?? new Error('The auth service answered no session.'))
  const { access_token, refresh_token, expires_in } = data.session
  await addPanelSession(db, String(decodeJwt(access_token).session_id), user_id, device)
  return { access_token, refresh_token, expires_in, user: { id: user_id, email } }
}
