import { createHash, createSign, randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { restGrant } from './oauth/access.ts'
import { scopes } from './oauth/scopes.ts'
import { answering } from './rest-call.ts'
import { RestRefusal } from './rest-error.ts'
import { type EbayState, newSecret, VERIFICATION_TOKEN } from './state.ts'

type Context = EmulatorContext<EbayState>

/** The public half of the key notifications are signed with, as eBay gives it: without line breaks. */
export function notificationRoutes({ clock, store }: Context): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()
  app.get(
    '/api/commerce/notification/v1/public_key/:id',
    answering((c) => {
      restGrant(store.state, c.req.header('authorization'), clock.now(), [scopes.base])
      const { kid, public_key } = store.state.signing
      if (c.req.param('id') !== kid)
        throw new RestRefusal(404, {
          errorId: 195001,
          domain: 'API_NOTIFICATION',
          category: 'REQUEST',
          message: 'The specified key id is invalid.',
        })
      return c.json({ key: public_key.replaceAll('\n', ''), algorithm: 'ECDSA', digest: 'SHA1' })
    }),
  )
  return app
}

const Challenge = z.strictObject({
  url: z.url(),
  verification_token: z.string().default(VERIFICATION_TOKEN),
})

/** Asks the registered address to prove that it knows the verification token. */
export async function sendChallenge(input: unknown) {
  const { url, verification_token } = Challenge.parse(input)
  const code = newSecret(16)
  const address = new URL(url)
  address.searchParams.set('challenge_code', code)
  const response = await fetch(address)
  const text = await response.text()
  // The registered address goes in as it was registered, to the letter.
  const expected = createHash('sha256').update(code).update(verification_token).update(url).digest('hex')
  const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json')
  return {
    status: response.status,
    body: text,
    is_verified: response.status === 200 && isJson && challengeResponse(text) === expected,
  }
}

const Deletion = z.strictObject({
  url: z.url(),
  user_id: z.string(),
  username: z.string().default('gone_seller'),
  notification_id: z.string().optional(),
  /** `tampered`: signed, then changed on the way. `foreign`: of a key nobody knows. `none`: without the header. */
  signature: z.enum(['right', 'tampered', 'foreign', 'none']).default('right'),
  times: z.int().min(1).max(10).default(1),
})

/** Sends the notice that somebody's account is gone, signed, as often as asked for. */
export async function notifyDeletion(input: unknown, { store, clock }: Context) {
  const { url, user_id, username, notification_id, signature, times } = Deletion.parse(input)
  const { kid, private_key } = store.state.signing
  const id = notification_id ?? `${randomUUID()}_${randomUUID()}`
  const statuses: number[] = []
  for (let attempt = 1; attempt <= times; attempt += 1) {
    const message = deletionMessage({ id, user_id, username, attempt, at: clock.iso() })
    const signed = createSign('sha1').update(message).sign(private_key, 'base64')
    const keyId = signature === 'foreign' ? randomUUID() : kid
    const header = JSON.stringify({ alg: 'ecdsa', kid: keyId, signature: signed, digest: 'SHA1' })
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(signature !== 'none' && { 'x-ebay-signature': Buffer.from(header).toString('base64') }),
      },
      body: signature === 'tampered' ? message.replace(user_id, `${user_id}x`) : message,
    })
    await response.body?.cancel()
    statuses.push(response.status)
  }
  return { notification_id: id, statuses }
}

type Message = { id: string; user_id: string; username: string; attempt: number; at: string }

/** Compact JSON: what is signed is what is sent. */
function deletionMessage({ id, user_id, username, attempt, at }: Message): string {
  return JSON.stringify({
    metadata: { topic: 'MARKETPLACE_ACCOUNT_DELETION', schemaVersion: '1.0', deprecated: false },
    notification: {
      notificationId: id,
      eventDate: at,
      publishDate: at,
      publishAttemptCount: attempt,
      data: { username, userId: user_id, eiasToken: 'nY+sHZ2PrBmdj6wVnY+sEZ2PrA2dj6wJnY+gAZGEpwmdj6x9nY+seQ==' },
    },
  })
}

function challengeResponse(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && 'challengeResponse' in body ? body.challengeResponse : null
  } catch {
    return null
  }
}
