const WRONG_PASSWORD = 'Wrong email or password.'
const TOO_MANY = 'Too many attempts. Wait a minute, then try again.'

/** What people can do about a refused sign-in, sign-up or reset, by the auth service's code. */
const WORDS: Record<string, string> = {
  invalid_credentials: WRONG_PASSWORD,
  email_not_confirmed: "This email isn't confirmed yet. Open the link we sent you, then sign in.",
  user_already_exists: 'An account with this email already exists. Sign in instead.',
  email_exists: 'An account with this email already exists. Sign in instead.',
  weak_password: 'This password is too easy to guess. Use at least 8 characters.',
  same_password: 'This is the password you already have. Choose another one.',
  email_address_invalid: 'Enter a valid email address.',
  validation_failed: 'Enter your email and password.',
  signup_disabled: 'New accounts are switched off at the moment. Ask the owner of this site.',
  user_banned: 'This account is switched off. Ask the owner of this site.',
  over_request_rate_limit: TOO_MANY,
  over_email_send_rate_limit: 'We already sent several emails. Wait a few minutes, then try again.',
  otp_expired: 'This link is no longer valid. Ask for a new one.',
  session_not_found: 'This link is no longer valid. Ask for a new one.',
}

const UNREACHABLE = 'OpSyncPro could not be reached. Check your connection and try again.'
const UNKNOWN = 'That did not work, and nothing was changed. Try again in a moment.'

/** The sentence for any answer or error of auth-js. */
export function authWords(error: unknown): string {
  const code = readText(error, 'code')
  if (code && WORDS[code]) return WORDS[code]
  if (error instanceof TypeError || readText(error, 'name') === 'AuthRetryableFetchError') return UNREACHABLE
  // Older servers answer without a code.
  if (readText(error, 'message') === 'Invalid login credentials') return WRONG_PASSWORD
  if (readNumber(error, 'status') === 429) return TOO_MANY
  return UNKNOWN
}

const read = (error: unknown, key: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined

function readText(error: unknown, key: string): string | undefined {
  const value = read(error, key)
  return typeof value === 'string' ? value : undefined
}

function readNumber(error: unknown, key: string): number | undefined {
  const value = read(error, key)
  return typeof value === 'number' ? value : undefined
}
