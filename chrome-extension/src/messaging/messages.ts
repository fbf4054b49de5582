import { z } from 'zod'
import { DownloadChoice, DownloadRecord } from '../storage/items.ts'

/**
 * Everything the parts of the extension say to the background. Add a message here first. `from` says who may send it:
 * a content script runs beside Amazon's own code and is trusted with nothing but messages meant for it.
 */
export const messages = {
  /** Fetches a fresh address and downloads the file, unless it is being downloaded already. */
  'downloads/start': { from: 'page', input: DownloadChoice, output: DownloadRecord },
  'downloads/cancel': { from: 'page', input: DownloadChoice, output: z.null() },
  /** Opens the file's folder. False when the file is no longer there. */
  'downloads/show': { from: 'page', input: DownloadChoice, output: z.boolean() },
  /** Compares the records with what Chrome knows; progress has no event of its own. */
  'downloads/refresh': { from: 'page', input: z.undefined(), output: z.null() },
  /** Whether somebody is signed in here to the OpSyncPro whose page asks. */
  'session/is-signed-in': { from: 'content', input: z.undefined(), output: z.boolean() },
} as const satisfies Record<string, { from: 'page' | 'content'; input: z.ZodType; output: z.ZodType }>

export type Messages = typeof messages
export type MessageName = keyof Messages
export type MessageInput<N extends MessageName> = z.output<Messages[N]['input']>
export type MessageOutput<N extends MessageName> = z.output<Messages[N]['output']>
