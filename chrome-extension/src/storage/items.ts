import { z } from 'zod'
import { DubLanguage } from '#core/videos/schema.ts'
import { defineItem } from './stored-item.ts'

const DEFAULT_ORIGIN = import.meta.env?.OPSYNCPRO_ORIGIN ?? 'http://127.0.0.1:8888'

/** The URL of this person's OpSyncPro server. */
export const settingsItem = defineItem({
  area: 'local',
  key: 'settings',
  schema: z.object({ origin: z.url() }),
  fallback: { origin: DEFAULT_ORIGIN },
})

export const SignedIn = z.object({
  state: z.literal('signed_in'),
  /** The server that issued the tokens. They are sent to no other server. */
  origin: z.url(),
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  /** By this machine's clock, so that a wrong clock has no effect. */
  expires_at_ms: z.number(),
  user: z.object({ id: z.string().min(1), email: z.string() }),
})
export type SignedIn = z.infer<typeof SignedIn>

export const Session = z.discriminatedUnion('state', [
  SignedIn,
  z.object({ state: z.literal('signed_out'), reason: z.enum(['never', 'left', 'expired']) }),
])
export type Session = z.infer<typeof Session>

/** On disk, because people sign in once and not after every start of the browser. */
export const sessionItem = defineItem({
  area: 'local',
  key: 'session',
  schema: Session,
  fallback: { state: 'signed_out', reason: 'never' },
})

/** The file of a video that a person chose: the original, or a dub. */
export const DownloadChoice = z.strictObject({ video_id: z.uuid(), language: DubLanguage.nullable() })
export type DownloadChoice = z.infer<typeof DownloadChoice>

/** One file of one video; its downloads share a record. */
export const downloadKey = ({ video_id, language }: DownloadChoice): string =>
  language === null ? video_id : `${video_id}:${language}`

/** The result of the last download of one video. */
export const DownloadRecord = z.object({
  video_id: z.uuid(),
  /** The dub's language; null for the original. */
  language: DubLanguage.nullable().default(null),
  /** Chrome's own number; null until Chrome has accepted the download. */
  download_id: z.number().int().nullable(),
  filename: z.string(),
  state: z.enum(['starting', 'in_progress', 'complete', 'interrupted']),
  bytes_received: z.number(),
  /** Null until the server has named the size. */
  total_bytes: z.number().nullable(),
  /** For `interrupted`: Chrome's reason, such as NETWORK_FAILED, or one of ours. */
  reason: z.string().nullable(),
  /** For `interrupted`: the API's own sentence, when the API refused. */
  detail: z.string().nullable(),
  started_at_ms: z.number(),
})
export type DownloadRecord = z.infer<typeof DownloadRecord>

/** By `downloadKey`. Chrome's download numbers are valid for one browser session, so the records are too. */
export const downloadsItem = defineItem({
  area: 'session',
  key: 'downloads',
  schema: z.record(z.string(), DownloadRecord),
  fallback: {},
})
