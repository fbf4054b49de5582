import { SealError } from '../crypto/seal-error.ts'
import { sealSecret, unsealSecret } from '../crypto/seal-secret.ts'
import { readEnv } from '../env.ts'

/** What the token is for: a seal of anything else does not open as one. */
const IDENTITY = 'notice_emails/unsubscribe'

/** A link that switches this person's emails off without a sign-in; null on a server without `ENCRYPTION_KEYS`. */
export function unsubscribeLink(userId: string): string | null {
  const { SITE_URL, ENCRYPTION_KEYS } = readEnv()
  if (!ENCRYPTION_KEYS) return null
  return `${SITE_URL}/api/notices-unsubscribe?token=${sealSecret(IDENTITY, userId)}`
}

/** Whose link it is; null for a token that we did not make. */
export function readUnsubscribeToken(token: string): string | null {
  try {
    return unsealSecret(IDENTITY, token)
  } catch (error) {
    if (error instanceof SealError) return null
    throw error
  }
}
