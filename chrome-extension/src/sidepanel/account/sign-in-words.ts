import { NetworkError } from '#core/http/client.ts'

const WORDS: Record<string, string> = {
  invalid_credentials: 'Wrong email or password. Check both, or reset your password on the dashboard.',
  email_not_confirmed: "This email isn't confirmed yet. Open the link we sent you, then sign in.",
  validation_failed: 'Enter your email and password.',
  user_banned: 'This account is switched off. Ask the owner of this site.',
  over_request_rate_limit: 'Too many attempts. Wait a minute, then try again.',
}

/** What a person can do about a refused sign-in; `site` is the server's host. */
export function signInWords(error: unknown, site: string): string {
  const code = read(error, 'code')
  if (error instanceof NetworkError || code === 'unreachable') {
    return `No OpSyncPro answered at ${site}. Check the link and your connection, then try again.`
  }
  if (typeof code === 'string' && WORDS[code]) return WORDS[code]
  if (read(error, 'status') === 429) return 'Too many attempts. Wait a minute, then try again.'
  return 'That did not work, and nothing was changed. Try again in a moment.'
}

const read = (error: unknown, key: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined
