import { z } from 'zod'
import { DubLanguage } from '#core/videos/schema.ts'
import { defineItem } from './stored-item.ts'

const DEFAULT_ORIGIN = import.meta.env?.OPSYNCPRO_ORIGIN ?? 'http://127.0.0.1:8888'

/** Where this person's OpSyncPro is. */
export const settingsItem = defineItem({
  area: 'local',
  key: 'settings',
  schema: z.object({ origin: z.url() }),
  fallback: { origin: DEFAULT_ORIGIN },
})

export const SignedIn = z.object({
  state: z.literal('signed_in'),
  /** The OpSyncPro that gave the tokens. They are sent nowhere else. */
  origin: z.url(),
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  /** By this machine's clock, so that a wrong clock does not matter. */
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

/** A video as somebody wants it: as it is, or dubbed. */
export const DownloadChoice = z.strictObject({ video_id: z.uuid(), language: DubLanguage.nullable() })
export type DownloadChoice = z.infer<typeof DownloadChoice>

/** One file of one video; its downloads share a record. */
export const downloadKey = ({ video_id, language }: DownloadChoice): string =>
  language === null ? video_id : `${video_id}:${language}`

/** What became of the last download of one video. */
export const DownloadRecord = z.object({
  video_id: z.uuid(),
  /** The dub it was; null for the original. */
  language: DubLanguage.nullable().default(null),
  /** Chrome's own number; null until it has taken the download on. */
  download_id: z.number().int().nullable(),
  filename: z.string(),
  state: z.enum(['starting', 'in_progress', 'complete', 'interrupted']),
  bytes_received: z.number(),
  /** Null while the server has not said. */
  total_bytes: z.number().nullable(),
  /** For `interrupted`: Chrome's reason, such as NETWORK_FAILED, or one of ours. */
  reason: z.string().nullable(),
  /** For `interrupted`: the API's own sentence, when it was the API that refused. */
  detail: z.string().nullable(),
  started_at_ms: z.number(),
})
export type DownloadRecord = z.infer<typeof DownloadRecord>

/** By `downloadKey`. Chrome forgets its download numbers' meaning for us with the browser session, so it goes with it. */
export const downloadsItem = defineItem({
  area: 'session',
  key: 'downloads',
  schema: z.record(z.string(), DownloadRecord),
  fallback: {},
})
