import type { OneDriveState } from '#core/connections/onedrive.ts'
import type { Tone } from '#ui/badge.tsx'

export const STATE_WORDS: Record<OneDriveState, { tone: Tone; word: string }> = {
  not_configured: { tone: 'neutral', word: 'Not set up' },
  not_connected: { tone: 'neutral', word: 'Not connected' },
  connected: { tone: 'done', word: 'Connected' },
  expiring: { tone: 'waiting', word: 'Expires soon' },
  reconnect: { tone: 'failed', word: 'Reconnect' },
  error: { tone: 'failed', word: 'Not working' },
}

/** What is wrong, what is safe and what to do; undefined when all is well. */
export const STATE_ADVICE: Partial<Record<OneDriveState, { tone: 'waiting' | 'failed'; text: string }>> = {
  expiring: {
    tone: 'waiting',
    text: 'Nobody has used OneDrive here for a while, and Microsoft soon wants a new sign-in. Test or reconnect it now and nothing stops.',
  },
  reconnect: {
    tone: 'failed',
    text: 'Microsoft no longer lets us in: the permission was taken back or has run out. Your files are safe. Reconnect, and what waits goes on by itself.',
  },
  error: {
    tone: 'failed',
    text: 'Microsoft refuses this installation of OpSyncPro, not you. You stay connected; ask its operator to look at the registration with Microsoft.',
  },
}

const FAILURES: Record<string, string> = {
  state_unknown:
    'The sign-in was older than ten minutes, was used before, or began in another browser. Try again here.',
  invalid_grant: 'The sign-in took too long. Try again.',
  permission_missing: 'Microsoft gave no access to files. Try again and leave every permission ticked.',
  invalid_client: "This installation's registration with Microsoft has expired. Ask its operator to renew it.",
}

/** How a sign-in went, by what stands in the address Microsoft's way back led to. */
export function signInOutcome(result: string | null, code: string | null) {
  if (result === 'connected') return { tone: 'done' as const, text: 'OneDrive is connected.' }
  if (result === 'denied') {
    return {
      tone: 'waiting' as const,
      text: 'You said no at Microsoft. Nothing was connected; try again when you like.',
    }
  }
  if (result !== 'failed') return null
  const why = FAILURES[code ?? ''] ?? `Microsoft did not finish the sign-in (${code ?? 'no reason given'}). Try again.`
  return { tone: 'failed' as const, text: `OneDrive was not connected. ${why}` }
}
