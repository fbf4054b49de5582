import type { SocialProvider } from '#core/connections/social.ts'
import type { SocialHealth } from '#core/social/accounts/contract.ts'
import type { SocialNetwork } from '#core/social/networks.ts'
import type { Tone } from '#ui/badge.tsx'

/** What an account on each network is. */
export const ACCOUNT_KINDS: Record<SocialNetwork, string> = {
  instagram: 'Instagram',
  facebook: 'Facebook page',
  youtube: 'YouTube',
  tiktok: 'TikTok',
}

export const LOGIN_NAMES: Record<SocialProvider, string> = {
  facebook: 'Facebook login',
  instagram: 'Instagram login',
  youtube: 'Google login',
  tiktok: 'TikTok login',
}

export const HEALTH_WORDS: Record<SocialHealth, { tone: Tone; word: string }> = {
  connected: { tone: 'done', word: 'Connected' },
  expiring: { tone: 'waiting', word: 'Expires soon' },
  limited: { tone: 'waiting', word: 'Can’t post' },
  reconnect: { tone: 'failed', word: 'Reconnect' },
  error: { tone: 'failed', word: 'Not working' },
  disconnected: { tone: 'neutral', word: 'Disconnected' },
}
