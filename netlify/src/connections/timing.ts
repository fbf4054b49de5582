/** A sign-in expires when the browser has not returned by then. */
export const SIGN_IN_SECONDS = 600
/** An access token that expires within this time is refreshed before use. */
export const REFRESH_BEFORE_MS = 5 * 60_000
/** Longer than two attempts of a refresh (20 s each) plus storing the new tokens. */
export const LEASE_SECONDS = 60
/** How long a process waits for another one's refresh: longer than one attempt takes. */
export const LONGEST_WAIT_MS = 20_000
export const ASK_AGAIN_MS = 150
/** A worker whose lease expired may still store the tokens that the vendor sent. */
export const SETTLE_MS = 1_000
/** Tokens that are not stored may force a new sign-in, so storing is tried again. */
export const STORE_TRIES = 3
/** `last_success_at` is written again when it is older than this. */
export const SUCCESS_EVERY_MS = 60_000
/** How early people learn that a vendor needs a new sign-in. */
export const EXPIRING_MS = 30 * 86_400_000
/** The same for social networks, whose sign-ins live 60 days. */
export const SOCIAL_EXPIRING_MS = 7 * 86_400_000
/** An Instagram login of 60 days is made longer at half of it, so that a week of failures does no harm. */
export const INSTAGRAM_REFRESH_BEFORE_MS = 30 * 86_400_000
