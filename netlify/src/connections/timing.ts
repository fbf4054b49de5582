/** A sign-in is over when the browser has not come back by then. */
export const SIGN_IN_SECONDS = 600
/** An access token this close to its end is replaced before it is used. */
export const REFRESH_BEFORE_MS = 5 * 60_000
/** Longer than two tries of a refresh may take (20 s each) and the new tokens need to be stored. */
export const LEASE_SECONDS = 60
/** How long one waits for the refresh of another: longer than one try takes. */
export const LONGEST_WAIT_MS = 20_000
export const ASK_AGAIN_MS = 150
/** A worker that lost its turn may be about to store what the vendor gave it. */
export const SETTLE_MS = 1_000
/** New tokens that are not stored may cost a person a sign-in. */
export const STORE_TRIES = 3
/** How old `last_success_at` gets before it is written again. */
export const SUCCESS_EVERY_MS = 60_000
/** How early people learn that a vendor wants a new sign-in. */
export const EXPIRING_MS = 30 * 86_400_000
