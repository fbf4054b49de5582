import { createHmac, timingSafeEqual } from 'node:crypto'
import type { MicrosoftState } from './state.ts'

/** A signed query value for `subject` until `expiresAt` (Unix ms); anyone with it needs no sign-in. */
export function signSubject({ signing_key }: MicrosoftState, subject: string, expiresAt: number): string {
  return `${expiresAt}.${signature(signing_key, subject, expiresAt)}`
}

/** Whether `tempauth` was made for this subject and has not expired. */
export function isSigned({ signing_key }: MicrosoftState, subject: string, tempauth: string, nowMs: number): boolean {
  const [expiry = '', given = ''] = tempauth.split('.')
  const expected = signature(signing_key, subject, Number(expiry))
  if (given.length !== expected.length || !timingSafeEqual(Buffer.from(given), Buffer.from(expected))) return false
  return Number(expiry) > nowMs
}

function signature(key: string, subject: string, expiresAt: number): string {
  return createHmac('sha256', key).update(`${expiresAt}:${subject}`).digest('base64url')
}
