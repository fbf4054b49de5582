import { z } from 'zod'
import { InfluencerTask } from '#core/tasks/schema.ts'
import { DubLanguage } from '#core/videos/schema.ts'
import { BUILT_ORIGIN } from '../lib/origin.ts'
import { defineItem } from './stored-item.ts'

/** The URL of this person's OpSyncPro server. */
export const settingsItem = defineItem({
  area: 'local',
  key: 'settings',
  schema: z.object({ origin: z.url() }),
  fallback: { origin: BUILT_ORIGIN },
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

/** The file of a video, the original (`language` null) or a dub. */
export const VideoChoice = z.strictObject({ video_id: z.uuid(), language: DubLanguage.nullable() })
export type VideoChoice = z.infer<typeof VideoChoice>

/** The file that a person chose: one of a video, or the thumbnail of a task. */
export const DownloadChoice = z.union([VideoChoice, z.strictObject({ task_id: z.uuid() })])
export type DownloadChoice = z.infer<typeof DownloadChoice>

/** One file; its downloads share a record. */
export function downloadKey(choice: DownloadChoice): string {
  if ('task_id' in choice) return `thumbnail:${choice.task_id}`
  return choice.language === null ? choice.video_id : `${choice.video_id}:${choice.language}`
}

/** The result of the last download of one file. */
export const DownloadRecord = z.object({
  choice: DownloadChoice,
  /** Chrome's own number; null until Chrome has accepted the download. */
  download_id: z.number().int().nullable(),
  filename: z.string(),
  /** The path that Chrome wrote, by its own report: another extension may have renamed the file. */
  path: z.string().nullable(),
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

/** The news of the outbox, which itself is in IndexedDB: each change counts up; `saved` is what the server answered. */
export const outboxItem = defineItem({
  area: 'session',
  key: 'outbox',
  schema: z.object({ number: z.number().int(), saved: InfluencerTask.nullable() }),
  fallback: { number: 0, saved: null },
})

/** How many tasks the person's workspace had pending, for the badge. */
export const pendingItem = defineItem({
  area: 'local',
  key: 'pending',
  schema: z.object({ account: z.string(), count: z.number().int() }).nullable(),
  fallback: null,
})
