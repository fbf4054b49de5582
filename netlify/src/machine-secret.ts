import { createHash, timingSafeEqual } from 'node:crypto'
import { readEnv } from './env.ts'
import { log } from './log.ts'

/** The header that opens internal triggers; a secret is never read from a URL. */
export const MACHINE_SECRET_HEADER = 'x-webhook-secret'

/** True when the request carries the webhook secret. Without a configured secret no request passes. */
export function hasMachineSecret(request: Request): boolean {
  const expected = readEnv().WEBHOOK_SECRET
  const sent = request.headers.get(MACHINE_SECRET_HEADER)
  // Hashed first: the comparison needs equal lengths and must not reveal the secret's length.
  const isRight = Boolean(expected && sent) && timingSafeEqual(digest(sent ?? ''), digest(expected ?? ''))
  // A background function answers 202 before it looks at the secret, so only the log and the health check tell.
  if (!isRight) log.warn('machine.secret_refused', { isConfigured: expected !== undefined, isSent: sent !== null })
  return isRight
}

const digest = (text: string) => createHash('sha256').update(text).digest()
