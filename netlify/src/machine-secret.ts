import { createHash, timingSafeEqual } from 'node:crypto'
import { readEnv } from './env.ts'

/** The header that opens internal triggers; a secret is never read from a URL. */
export const MACHINE_SECRET_HEADER = 'x-webhook-secret'

/** True when the request carries the webhook secret. Without a configured secret no request passes. */
export function hasMachineSecret(request: Request): boolean {
  const expected = readEnv().WEBHOOK_SECRET
  const sent = request.headers.get(MACHINE_SECRET_HEADER)
  // Hashed first: the comparison needs equal lengths and must not reveal the secret's length.
  return Boolean(expected && sent) && timingSafeEqual(digest(sent ?? ''), digest(expected ?? ''))
}

const digest = (text: string) => createHash('sha256').update(text).digest()
