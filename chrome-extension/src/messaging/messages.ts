import { z } from 'zod'
import { DownloadChoice, DownloadRecord } from '../storage/items.ts'

/**
 * Every message to the background. Add a message here first. `from` says who may send it: a content script runs beside
 * Amazon's own code, so it may only send messages declared for it.
 */
export const messages = {
  /** Requests a fresh link and downloads the file, unless a download is running already. */
  'downloads/start': { from: 'page', input: DownloadChoice, output: DownloadRecord },
  'downloads/cancel': { from: 'page', input: DownloadChoice, output: z.null() },
  /** Opens the file's folder. False when the file no longer exists. */
  'downloads/show': { from: 'page', input: DownloadChoice, output: z.boolean() },
  /** Compares the records with Chrome's state, because progress has no event. */
  'downloads/refresh': { from: 'page', input: z.undefined(), output: z.null() },
  /** Sends the changes that wait in the outbox. */
  'outbox/send': { from: 'page', input: z.undefined(), output: z.null() },
  /** Whether a person is signed in here to the OpSyncPro server of the page. */
  'session/is-signed-in': { from: 'content', input: z.undefined(), output: z.boolean() },
} as const satisfies Record<string, { from: 'page' | 'content'; input: z.ZodType; output: z.ZodType }>

export type Messages = typeof messages
export type MessageName = keyof Messages
export type MessageInput<N extends MessageName> = z.output<Messages[N]['input']>
export type MessageOutput<N extends MessageName> = z.output<Messages[N]['output']>
