import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type PanelCode, Session } from '#core/accounts/sessions.ts'
import type { UserContext } from '../context.ts'
import { unwrap } from '../db/db-errors.ts'
import type { Db } from '../db/user-client.ts'
import { AppError } from '../errors.ts'

/** A new code for the caller's side panel, in place of an earlier one. Only its hash is stored. */
export async function createPanelCode({ db }: UserContext): Promise<PanelCode> {
  const code = randomBytes(32).toString('base64url')
  const expires_at = z.string().parse(unwrap(await db.rpc('create_panel_code', { p_code_hash: hashOf(code) })))
  return { code, expires_at: new Date(expires_at).toISOString() }
}

const Taken = z.object({ user_id: z.uuid(), email: z.string() }).nullable()

/** Uses a code up, and answers whose it was. Throws `panel_code_invalid` when it is unknown, used or too old. */
export async function takePanelCode(db: Db, code: string): Promise<{ user_id: string; email: string }> {
  const taken = Taken.parse(unwrap(await db.rpc('take_panel_code', { p_code_hash: hashOf(code) })))
  if (!taken) {
    throw new AppError(
      'panel_code_invalid',
      'This code was used or is older than two minutes. Press Connect the side panel on the dashboard again.',
    )
  }
  return taken
}

/** Notes which session is a side panel's, for the person's list. */
export async function addPanelSession(db: Db, sessionId: string, userId: string, device: string): Promise<void> {
  unwrap(await db.rpc('add_panel_session', { p_session_id: sessionId, p_user_id: userId, p_device: device }))
}

/** Where the caller is signed in: this session first, then the most recently used. */
export async function listSessions({ db }: UserContext): Promise<{ items: Session[] }> {
  return { items: z.array(Session).parse(unwrap(await db.rpc('list_sessions'))) }
}

/** Ends one of the caller's sessions. Throws `session_not_found`. */
export async function endSession({ db }: UserContext, id: string): Promise<{ ended: true }> {
  const isEnded = z.boolean().parse(unwrap(await db.rpc('end_session', { p_session_id: id })))
  if (!isEnded) throw new AppError('session_not_found')
  return { ended: true }
}

const hashOf = (code: string): string => createHash('sha256').update(code).digest('hex')
