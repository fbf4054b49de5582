import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { FileAnswer } from '#core/http/file.ts'
import { readInboxEvents } from '#core/social/inbox/events.ts'
import { parseCleanJson } from '#core/text.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import { readEnv } from '../../env.ts'
import { AppError } from '../../errors.ts'
import { log } from '../../log.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest()

/** Meta's challenge, as plain text, for whoever knows our verification token. Throws `not_allowed` for everybody else. */
export function answerChallenge({ token, challenge }: { token: string; challenge: string }): FileAnswer {
  const { META_WEBHOOK_VERIFY_TOKEN } = readEnv()
  // Hashes have one length, so the comparison says nothing about the token's.
  if (!META_WEBHOOK_VERIFY_TOKEN || !timingSafeEqual(sha256(token), sha256(META_WEBHOOK_VERIFY_TOKEN))) {
    throw new AppError('not_allowed', 'The verification token is not ours.')
  }
  return {
    filename: 'challenge.txt',
    content_type: 'text/plain; charset=utf-8',
    is_page: true,
    bytes: new Uint8Array(Buffer.from(challenge)),
  }
}

/**
 * Whether Meta signed these bytes: `sha256=` and the HMAC of the raw body with the secret of our app. Facebook Login and
 * Instagram's own login may be two apps; each signs with its own secret.
 */
export async function isSignedByMeta(rawBody: Buffer, header: string | null): Promise<boolean> {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(header ?? '')?.[1]
  if (hex === undefined) return false
  const sent = Buffer.from(hex, 'hex')
  const { META_APP_SECRET, INSTAGRAM_APP_SECRET } = readEnv()
  return [META_APP_SECRET, INSTAGRAM_APP_SECRET]
    .filter((secret) => secret !== undefined)
    .map((secret) => timingSafeEqual(sent, createHmac('sha256', secret).update(rawBody).digest()))
    .includes(true)
}

const Received = z.object({
  stored: z.number().int(),
  known: z.number().int(),
  ignored: z.number().int(),
  unreadable: z.number().int(),
})

/**
 * Stores what a webhook tells, for every workspace that connected the account and switched its inbox on. Whatever cannot
 * be read is counted: sending it again would not help.
 */
export async function receiveInboxEvents(serviceDb: Db, rawBody: string): Promise<z.infer<typeof Received>> {
  const { events, ignored, unreadable } = readInboxEvents(parseOrNull(rawBody), nameOf)
  const stored =
    events.length === 0
      ? { stored: 0, known: 0, ignored: 0, unreadable: 0 }
      : Received.parse(unwrap(await serviceDb.rpc('receive_inbox_events', { p_events: events })))
  const received = {
    ...stored,
    ignored: stored.ignored + ignored,
    unreadable: stored.unreadable + unreadable,
  }
  if (received.unreadable > 0) log.warn('inbox.events_unreadable', received)
  return received
}

function parseOrNull(rawBody: string): unknown {
  try {
    return parseCleanJson(rawBody)
  } catch {
    return null
  }
}

/** The same event gets the same name, so that it is stored once. */
const nameOf = (item: unknown) => `event_${createHash('sha256').update(JSON.stringify(item)).digest('hex')}`
