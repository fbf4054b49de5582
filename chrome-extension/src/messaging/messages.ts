import { z } from 'zod'
import { NewPanelSession } from '#core/accounts/sessions.ts'
import { SelectorData } from '#core/creator-hub/schema.ts'
import { MarketplaceCode } from '#core/marketplaces.ts'
import { FillResult, HubState } from '../creator-hub/states.ts'
import { HandOver } from '../lib/hand-over.ts'
import { DownloadChoice, DownloadRecord } from '../storage/items.ts'

export type MessageTable = Readonly<Record<string, { from: Origin; input: z.ZodType; output: z.ZodType }>>

/**
 * Every message to the background. Add a message here first. `from` says who may send it: a `page` of the extension, or
 * its script on the `dashboard`. A script runs beside the code of its page, so it may only send messages declared for it.
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
  'session/is-signed-in': { from: 'dashboard', input: z.undefined(), output: z.boolean() },
  /** Opens the panel beside the dashboard. Chrome allows it only within a click, so nothing is awaited before it. */
  'panel/open': { from: 'dashboard', input: z.undefined(), output: z.null() },
  /** Signs in with the code that the dashboard made for this person. */
  'session/take-code': { from: 'dashboard', input: NewPanelSession.pick({ code: true }), output: HandOver },
} as const satisfies MessageTable

export type Origin = 'page' | 'dashboard'
export type Messages = typeof messages
export type MessageName = keyof Messages
export type MessageInput<N extends MessageName> = z.output<Messages[N]['input']>
export type MessageOutput<N extends MessageName> = z.output<Messages[N]['output']>

/** A fill names the page that the person sees, so that a tab which navigated away in between refuses it. */
const Filled = z.strictObject({ selectors: SelectorData, marketplace: MarketplaceCode })

/** Every message from the panel to the script in a tab of Creator Hub. */
export const tabMessages = {
  /** Answers as soon as the state is another one than the panel has seen, and at the latest after some seconds. */
  'creator-hub/watch': {
    from: 'page',
    input: z.strictObject({ selectors: SelectorData, seen: z.int().nullable() }),
    output: HubState,
  },
  'creator-hub/fill-title': {
    from: 'page',
    input: Filled.extend({ title: z.string().min(1).max(2000) }),
    output: FillResult,
  },
  'creator-hub/fill-asin': {
    from: 'page',
    input: Filled.extend({ asin: z.string().regex(/^[A-Z0-9]{10}$/) }),
    output: FillResult,
  },
  /** Whether files arrive here: the size of the sent blob. Chrome before 148 delivers an empty object, which is refused. */
  'creator-hub/probe-file': { from: 'page', input: z.strictObject({ blob: z.instanceof(Blob) }), output: z.int() },
  'creator-hub/attach-file': { from: 'page', input: Filled.extend({ file: z.instanceof(File) }), output: FillResult },
} as const satisfies MessageTable

export type TabMessages = typeof tabMessages
export type TabMessageName = keyof TabMessages
