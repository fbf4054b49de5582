import { z } from 'zod'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import { defineJob, JobPause } from '../../jobs/define-job.ts'
import { log } from '../../log.ts'
import { ProviderError } from '../../providers/errors.ts'
import type { MetaConversation } from '../../providers/meta/index.ts'
import { type OpenInbox, openInbox } from './inbox-account.ts'
import { participantOf } from './network-messages.ts'
import { getReading, listChanged, recordConversation, requestAllReadings, saveReading } from './reading.repo.ts'

/** The first reading goes back so far: nobody answers older messages. */
const FIRST_READING_MS = 90 * 24 * 3_600_000
/** Pages of fifty conversations in one run; then other accounts have their turn. */
const PAGES_PER_RUN = 10
const BUSY_SECONDS = 300

/** Requests a reading of every account whose inbox is on. May run twice: an account waits in the queue once. */
export const dispatchReadings = defineJob({
  kind: 'inbox.sync-all',
  payload: z.object({}),
  run: async ({ db }) => void (await requestAllReadings(db)),
})

/**
 * Reads the conversations of one account that have news, newest first, in case a webhook never came. May run twice:
 * messages are stored by Meta's id, each page is noted when it is stored, and an interrupted run goes on there.
 */
export const readInbox = defineJob({
  kind: 'inbox.sync',
  payload: z.object({ connection_id: z.uuid() }),
  async run({ payload, db, signal, progress }) {
    const id = payload.connection_id
    const reading = await getReading(db, id)
    if (!reading) return
    try {
      const inbox = await openInbox(db, { workspaceId: reading.workspace_id, connectionId: id }, signal)
      if (reading.cursor === null) await subscribe(inbox, signal)
      const until = reading.until ?? new Date(Date.now() - FIRST_READING_MS).toISOString()
      let { cursor, newest } = reading
      for (let pages = 0; ; pages += 1) {
        if (pages >= PAGES_PER_RUN) throw new JobPause(1)
        const page = await inbox.graph.listConversations(inbox.senderId, cursor ?? undefined, signal)
        await readPage({ db, id, inbox, own: reading, signal, progress }, page.conversations)
        newest = latest(newest, page.conversations)
        // Newest first: behind the first one that was there last time, nothing is new.
        const isDone = page.next === null || page.conversations.some(({ updatedAt }) => isBefore(updatedAt, until))
        cursor = isDone ? null : page.next
        await saveReading(db, id, { cursor, newest, is_done: isDone })
        if (isDone) return
      }
    } catch (error) {
      await settleFailure(db, id, error, reading.cursor !== null)
    }
  },
})

type Page = {
  db: Db
  id: string
  inbox: OpenInbox
  own: { account_id: string; username: string | null }
  signal: AbortSignal
  progress: (done: number) => Promise<void>
}

async function readPage({ db, id, inbox, own, signal, progress }: Page, conversations: readonly MetaConversation[]) {
  const changed = await listChanged(db, id, conversations)
  let done = 0
  for (const conversation of conversations) {
    const participant = participantOf(conversation, own)
    if (!changed.has(conversation.id) || participant === null) continue
    const messages = await inbox.graph.listMessages(conversation.id, signal)
    await recordConversation(db, id, {
      participant,
      vendorId: conversation.id,
      updatedAt: conversation.updatedAt,
      messages,
    })
    done += 1
    await progress(done)
  }
}

// Messages also come by reading, so a refused subscription does not stop it.
async function subscribe({ graph, senderId }: OpenInbox, signal: AbortSignal): Promise<void> {
  try {
    await graph.subscribe(senderId, signal)
  } catch (error) {
    if (!(error instanceof ProviderError) || error.outcome === 'reconnect') throw error
    log.warn('inbox.not_subscribed', { outcome: error.outcome, code: error.code })
  }
}

async function settleFailure(db: Db, id: string, error: unknown, hadCursor: boolean): Promise<void> {
  if (error instanceof ProviderError && error.outcome === 'try_later') {
    throw new JobPause(error.retryAfterSeconds ?? BUSY_SECONDS)
  }
  if (!(error instanceof ProviderError || error instanceof AppError)) throw error
  if (error instanceof AppError && error.status >= 500) throw error
  log.warn('inbox.not_read', { connection: id, code: error.code })
  // A place in a list does not live for ever. The next reading begins at the top.
  await saveReading(db, id, { cursor: null, error: error instanceof AppError ? error.code : error.outcome })
  if (hadCursor && error instanceof ProviderError && error.outcome === 'rejected') throw new JobPause(5)
}

const isBefore = (instant: string, other: string) => Date.parse(instant) <= Date.parse(other)

const latest = (newest: string | null, conversations: readonly MetaConversation[]): string | null =>
  conversations.reduce<string | null>(
    (found, { updatedAt }) => (found !== null && isBefore(updatedAt, found) ? found : updatedAt),
    newest,
  )
