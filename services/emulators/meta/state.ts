import { randomBytes } from 'node:crypto'

export const APP_ID = '1029384756'
export const APP_SECRET = 'meta-emulator-app-secret'
export const INSTAGRAM_APP_ID = '5647382910'
export const INSTAGRAM_APP_SECRET = 'instagram-emulator-app-secret'
export const VERIFY_TOKEN = 'meta-emulator-verify-token'

export type Host = 'facebook' | 'instagram'

export type Person = {
  id: string
  name: string
  /** Pages on which this person has a role, with what they may do there. */
  roles: { page_id: string; tasks: string[] }[]
}

export type Page = {
  id: string
  name: string
  instagram_id: string | null
  /** The page must first pass Meta's authorization to publish: 1404078. */
  needs_authorization: boolean
  /** May send no messages for a while: 10/1893063. */
  is_restricted: boolean
}

export type InstagramAccount = {
  id: string
  /** The id that Instagram's own login gives the same account. */
  app_scoped_id: string
  username: string
  name: string
  quota_total: number
  /** "Allow access to messages" in the Instagram app. */
  allows_messages: boolean
  is_restricted: boolean
}

/** A sign-in page that waits for its click. */
export type Consent = { host: Host; redirect_uri: string; scope: string[]; state: string | null; expires_at: number }

export type Grant = {
  host: Host
  /** The person, or the Instagram account of Instagram's own login. */
  owner_id: string
  page_ids: string[]
  scope: string[]
  declined: string[]
}

export type Code = Grant & { redirect_uri: string; is_used: boolean; expires_at: number }

export type Token = Grant & {
  /** Set for a page's own token. */
  page_id: string | null
  is_long: boolean
  issued_at: number
  /** Null: does not end by its age. */
  expires_at: number | null
  /** The subcode of 190, once it was ended: 458 removed, 460 password, 467 signed out. */
  ended_by: number | null
}

export type Container = {
  id: string
  ig_id: string
  caption: string
  video_url: string
  cover_url: string | null
  is_ai_generated: boolean
  polls: number
  /** The subcode of a file that cannot be used. */
  failed_with: number | null
  media_id: string | null
  created_at: number
}

export type Media = {
  id: string
  ig_id: string
  container_id: string
  caption: string
  cover_url: string | null
  is_ai_generated: boolean
  shortcode: string
  /** Written in the app by the person, not by us. */
  is_foreign: boolean
  published_at: number
}

export type PageVideo = {
  id: string
  page_id: string
  kind: 'reel' | 'video'
  description: string
  title: string | null
  file_url: string | null
  polls: number
  failed_with: number | null
  /** Null while nothing is public. */
  published_at: number | null
  is_finished: boolean
  created_at: number
}

export type Message = {
  id: string
  conversation_id: string
  /** Of the account or of the customer. */
  from_id: string
  text: string | null
  attachments: { type: string; url: string }[]
  kind: 'message' | 'story_mention' | 'story_reply' | 'reaction'
  sent_at: number
  /** By us over the API, or by a person in the Instagram app. */
  via: 'api' | 'app' | 'customer'
}

export type Conversation = {
  id: string
  ig_id: string
  customer: { id: string; username: string; name: string }
  updated_at: number
}

/** Answers this error to matching calls, before or after their effect. */
export type AnswerRule = {
  method: string | null
  /** The end of the path, such as `/media_publish`. */
  path: string | null
  code: number
  subcode: number | null
  status: number
  is_transient: boolean
  when: 'before' | 'after'
  times: number
  skip: number
}

export type HeldEvent = { ig_id: string; body: string }

export type MetaState = {
  app: {
    app_id: string
    app_secret: string
    instagram_app_id: string
    instagram_app_secret: string
    redirect_uris: string[]
    requires_proof: boolean
    has_human_agent: boolean
  }
  people: Person[]
  pages: Page[]
  instagram: InstagramAccount[]
  consents: Record<string, Consent>
  codes: Record<string, Code>
  tokens: Record<string, Token>
  containers: Container[]
  media: Media[]
  videos: PageVideo[]
  conversations: Conversation[]
  messages: Message[]
  answers: AnswerRule[]
  /** How often a container or a video says that it is being processed. */
  polls_needed: number
  /** Our callback, and which accounts deliver there. */
  webhook: { url: string | null; verify_token: string; is_verified: boolean; subscribed: Record<string, string[]> }
  /** When the echo of what we send is delivered; `held` waits for `deliver_held`. */
  echo: 'before' | 'after' | 'held' | 'none'
  held: HeldEvent[]
  deliveries: { url: string; status: number; body: string }[]
  calls: Record<string, number>
  last_id: number
}

export const newSecret = (bytes = 24): string => randomBytes(bytes).toString('base64url')

/** Ids are long numbers, as Meta's are. */
export function newId(state: MetaState): string {
  state.last_id += 1
  return `1790${String(state.last_id).padStart(12, '0')}`
}

const DAY_MS = 86_400_000
const CONTAINER_MS = DAY_MS
export const LONG_TOKEN_MS = 60 * DAY_MS
export const SHORT_TOKEN_MS = 3_600_000

export const isExpired = ({ created_at }: Container, now: number): boolean => now - created_at > CONTAINER_MS

/** How many posts of this account count against its quota now. */
export const quotaUsed = (state: MetaState, igId: string, now: number): number =>
  state.media.filter(
    ({ ig_id, is_foreign, published_at }) => ig_id === igId && !is_foreign && now - published_at < DAY_MS,
  ).length

export function count(state: MetaState, name: string): void {
  state.calls[name] = (state.calls[name] ?? 0) + 1
}
