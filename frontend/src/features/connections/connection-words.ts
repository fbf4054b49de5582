import { type ConnectionState, type ConnectionStatus, REFRESH_ANSWER_LOST } from '#core/connections/connection.ts'
import type { Tone } from '#ui/badge.tsx'

export const STATE_WORDS: Record<ConnectionState, { tone: Tone; word: string }> = {
  not_configured: { tone: 'neutral', word: 'Not set up' },
  not_connected: { tone: 'neutral', word: 'Not connected' },
  connected: { tone: 'done', word: 'Connected' },
  expiring: { tone: 'waiting', word: 'Expires soon' },
  reconnect: { tone: 'failed', word: 'Reconnect' },
  error: { tone: 'failed', word: 'Not working' },
}

type Spoken = { name: string; vendor: string; words: { safe: string } }

/** What is wrong, what is safe and what to do; null when the connection works. */
export function adviceOf(
  { state, error_code }: ConnectionStatus,
  { name, vendor, words: { safe } }: Spoken,
): { tone: 'waiting' | 'failed'; text: string } | null {
  if (state === 'expiring') {
    const text = `${vendor} will soon ask you to sign in again. Reconnect ${name} now and nothing stops.`
    return { tone: 'waiting', text }
  }
  if (state === 'error') {
    const text = `${vendor} rejects OpSyncPro, not you. ${safe} Your administrator needs to check the app registration with ${vendor}.`
    return { tone: 'failed', text }
  }
  if (state !== 'reconnect') return null
  const cause =
    error_code === REFRESH_ANSWER_LOST
      ? 'its answer to our last renewal was lost. The permission was not revoked.'
      : 'the permission was taken back or has run out.'
  const text = `${vendor} no longer lets us in: ${cause} ${safe} Reconnect, and everything that waits continues.`
  return { tone: 'failed', text }
}

const FAILURES: Readonly<Record<string, string>> = {
  state_unknown:
    'The sign-in was older than ten minutes, was used before, or began in another browser. Try again here.',
  invalid_grant: 'The sign-in took too long. Try again.',
  invalid_client: 'The app registration has expired. Your administrator needs to renew it.',
}

type SignIn = {
  name: string
  vendor: string
  words: { connected?: string; failures?: Readonly<Record<string, string>> }
}

/** The result of a sign-in, from the parameter that the callback put into the URL. */
export function signInOutcome(result: string | null, code: string | null, { name, vendor, words }: SignIn) {
  if (result === 'connected') {
    const text = [`${name} is connected.`, words.connected].filter(Boolean).join(' ')
    return { tone: 'done' as const, text }
  }
  if (result === 'denied') {
    return {
      tone: 'waiting' as const,
      text: `You cancelled the ${vendor} sign-in. Nothing was connected.`,
    }
  }
  if (result !== 'failed') return null
  const known = { ...FAILURES, ...words.failures }[code ?? '']
  const why = known ?? `${vendor} did not finish the sign-in (${code ?? 'no reason given'}). Try again.`
  return { tone: 'failed' as const, text: `${name} was not connected. ${why}` }
}
