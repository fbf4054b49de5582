import type { EbayState } from '#core/connections/ebay.ts'
import type { Tone } from '#ui/badge.tsx'

export const STATE_WORDS: Record<EbayState, { tone: Tone; word: string }> = {
  not_configured: { tone: 'neutral', word: 'Not set up' },
  not_connected: { tone: 'neutral', word: 'Not connected' },
  connected: { tone: 'done', word: 'Connected' },
  reconnect: { tone: 'failed', word: 'Reconnect' },
  error: { tone: 'failed', word: 'Not working' },
}

/** What is wrong, what is safe and what to do; undefined when all is well. */
export const STATE_ADVICE: Partial<Record<EbayState, string>> = {
  reconnect:
    'eBay no longer lets us in: the permission was taken back or has run out. Prices stay as they are at eBay, and nothing is cut. Reconnect, and what waits goes on by itself.',
  error:
    'eBay refuses this installation of OpSyncPro, not you. Prices stay as they are; ask its operator to look at the keyset with eBay.',
}

const FAILURES: Record<string, string> = {
  state_unknown:
    'The sign-in was older than ten minutes, was used before, or began in another browser. Try again here.',
  invalid_grant: 'The sign-in took too long. Try again.',
  invalid_client: "This installation's keyset with eBay is not valid any more. Ask its operator to renew it.",
}

/** How a sign-in went, by what stands in the address eBay's way back led to. */
export function signInOutcome(result: string | null, code: string | null) {
  if (result === 'connected') {
    return { tone: 'done' as const, text: 'eBay is connected. Your listings are being read in the background.' }
  }
  if (result === 'denied') {
    return { tone: 'waiting' as const, text: 'You said no at eBay. Nothing was connected; try again when you like.' }
  }
  if (result !== 'failed') return null
  const why = FAILURES[code ?? ''] ?? `eBay did not finish the sign-in (${code ?? 'no reason given'}). Try again.`
  return { tone: 'failed' as const, text: `eBay was not connected. ${why}` }
}

const DAY_MS = 86_400_000
/** How early the page says that a grant runs out. */
const WARN_DAYS = 30

/** Whether eBay soon wants a new sign-in. */
export const expiresSoon = (expiresAt: string, now: Date): boolean =>
  Date.parse(expiresAt) - now.getTime() < WARN_DAYS * DAY_MS
