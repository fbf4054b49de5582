import { randomBytes } from 'node:crypto'

export const CLIENT_ID = '407408718192.apps.googleusercontent.com'
export const CLIENT_SECRET = 'google-emulator-secret'

export type Channel = {
  /** The Google account; two accounts may manage one channel. */
  account_id: string
  email: string
  /** Null for an account that never made a channel. */
  id: string | null
  title: string
  handle: string
  /** Only a verified channel may set covers. */
  is_verified: boolean
  uploads_per_day: number
}

export type Consent = {
  redirect_uri: string
  scope: string[]
  state: string | null
  code_challenge: string | null
  is_offline: boolean
  wants_consent: boolean
  expires_at: number
}

export type Code = Consent & { account_id: string; is_used: boolean }

export type AccessToken = { account_id: string; scope: string[]; expires_at: number; grant: string }
export type RefreshToken = { account_id: string; scope: string[]; is_revoked: boolean }

export type Upload = {
  id: string
  channel_id: string
  title: string
  description: string
  tags: string[]
  privacy: string
  is_ai_generated: boolean
  size: number
  mime_type: string
  stored: number
  /** The first bytes, which say whether it is a video. */
  head: string
  video_id: string | null
  is_gone: boolean
  created_at: number
}

export type Video = {
  id: string
  channel_id: string
  upload_id: string | null
  title: string
  description: string
  tags: string[]
  privacy: string
  is_ai_generated: boolean
  size: number
  has_thumbnail: boolean
  published_at: number
}

export type YouTubeState = {
  app: { client_id: string; client_secret: string; redirect_uris: string[]; is_audited: boolean }
  channels: Channel[]
  consents: Record<string, Consent>
  codes: Record<string, Code>
  access_tokens: Record<string, AccessToken>
  refresh_tokens: Record<string, RefreshToken>
  uploads: Upload[]
  videos: Video[]
  /** Per day in California: uploads of the whole project, and units for everything else. */
  usage: { day: string; inserts: number; units: number }
  inserts_per_day: number
  units_per_day: number
  /** The next chunk is stored up to here only, and answered with 503. */
  stores_partially: number | null
  calls: Record<string, number>
  last_id: number
}

export const newSecret = (bytes = 24): string => randomBytes(bytes).toString('base64url')

/** The day whose quota counts: it begins at midnight in California. */
export const pacificDay = (now: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(now)

/** Usage of today; a new day begins at nothing. */
export function usageOf(state: YouTubeState, now: number): YouTubeState['usage'] {
  const day = pacificDay(now)
  if (state.usage.day !== day) state.usage = { day, inserts: 0, units: 0 }
  return state.usage
}

export function count(state: YouTubeState, name: string): void {
  state.calls[name] = (state.calls[name] ?? 0) + 1
}
