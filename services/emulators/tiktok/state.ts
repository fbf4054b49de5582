import { randomBytes } from 'node:crypto'

export const CLIENT_KEY = 'awtiktokemulator'
export const CLIENT_SECRET = 'tiktok-emulator-secret'

export type Account = { open_id: string; username: string; nickname: string; is_private: boolean }

export type Post = {
  publish_id: string
  open_id: string
  title: string
  privacy: string
  is_aigc: boolean
  polls: number
  fail_reason: string | null
  post_id: string | null
  created_at: number
}

export type Grant = { open_id: string; scope: string[] }

export type TikTokState = {
  app: { client_key: string; client_secret: string; redirect_uris: string[]; is_audited: boolean; domains: string[] }
  accounts: Account[]
  consents: Record<string, { redirect_uri: string; scope: string[]; state: string | null; expires_at: number }>
  codes: Record<string, Grant & { redirect_uri: string; is_used: boolean; expires_at: number }>
  access_tokens: Record<string, Grant & { expires_at: number; is_revoked: boolean }>
  refresh_tokens: Record<string, Grant & { expires_at: number; is_revoked: boolean }>
  posts: Post[]
  /** When each account last asked what the creator allows. */
  asked: Record<string, number>
  /** Times of `video/init`, by account. */
  inits: Record<string, number[]>
  polls_needed: number
  /** How long a refresh token works after it was replaced. */
  refresh_grace_ms: number
  last_id: number
}

export const newSecret = (bytes = 24): string => randomBytes(bytes).toString('base64url')
