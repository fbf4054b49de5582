import { createHmac } from 'node:crypto'
import type { Conversation, Message, MetaState } from './state.ts'

const TIMEOUT_MS = 10_000

export type Signature = 'right' | 'wrong' | 'none'

/** The event of a message, as Meta delivers it for Instagram: an echo has sender and recipient swapped. */
export function messageEvent(conversation: Conversation, message: Message): string {
  const isEcho = message.via !== 'customer'
  const account = { id: conversation.ig_id }
  const customer = { id: conversation.customer.id }
  const sender = isEcho ? account : customer
  const recipient = isEcho ? customer : account
  const attachments = message.attachments.map(({ type, url }) => ({ type, payload: { url } }))
  const event =
    message.kind === 'reaction'
      ? { reaction: { mid: message.id, action: 'react', reaction: 'love', emoji: '\u2764\ufe0f' } }
      : {
          message: {
            mid: message.id,
            ...(message.text !== null && { text: message.text }),
            ...(attachments.length > 0 && { attachments }),
            ...(message.kind === 'story_reply' && {
              reply_to: { story: { id: `story_${message.id}`, url: 'https://scontent.example.com/story.jpg' } },
            }),
            ...(isEcho && { is_echo: true, app_id: message.via === 'api' ? '1029384756' : undefined }),
          },
        }
  const messaging = [{ sender, recipient, timestamp: message.sent_at, ...event }]
  return escapeUnicode(
    JSON.stringify({ object: 'instagram', entry: [{ id: conversation.ig_id, time: message.sent_at, messaging }] }),
  )
}

/** Meta escapes everything beyond ASCII, so that a body that is parsed and written again has another signature. */
const escapeUnicode = (json: string): string =>
  json.replaceAll(/[\u0080-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Sends one event to our callback, so often. Nothing is sent for an account that did not subscribe. */
export async function deliver(
  state: MetaState,
  igId: string,
  body: string,
  { times = 1, signature = 'right' }: { times?: number; signature?: Signature } = {},
): Promise<number[]> {
  const { url } = state.webhook
  const secret = secretFor(state, igId)
  if (url === null || secret === null) return []
  // The callback of the app's settings is asked for the challenge before its first event.
  state.webhook.is_verified ||= await verifyWebhook(state, url)
  if (!state.webhook.is_verified) return []
  const statuses: number[] = []
  for (let sent = 0; sent < times; sent += 1) {
    const status = await send(url, body, signature, secret)
    state.deliveries.push({ url, status, body })
    if (state.deliveries.length > 1000) state.deliveries.shift()
    statuses.push(status)
  }
  return statuses
}

async function send(url: string, body: string, signature: Signature, secret: string): Promise<number> {
  const key = signature === 'right' ? secret : `not ${secret}`
  const signed = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(signature !== 'none' && { 'x-hub-signature-256': signed }) },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    return response.status
  } catch {
    return 0
  }
}

/** The app whose subscription brings the event signs it; null when no app subscribed. */
function secretFor(state: MetaState, igId: string): string | null {
  const { subscribed } = state.webhook
  const page = state.pages.find(({ id, instagram_id }) => instagram_id === igId && subscribed[id]?.includes('messages'))
  if (page) return state.app.app_secret
  return subscribed[igId]?.includes('messages') ? state.app.instagram_app_secret : null
}

/** Asks the callback to prove that it knows the verify token. */
export async function verifyWebhook(state: MetaState, url: string): Promise<boolean> {
  const challenge = String(1_000_000_000 + state.last_id)
  const address = new URL(url)
  address.searchParams.set('hub.mode', 'subscribe')
  address.searchParams.set('hub.verify_token', state.webhook.verify_token)
  address.searchParams.set('hub.challenge', challenge)
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) })
    return response.status === 200 && (await response.text()) === challenge
  } catch {
    return false
  }
}
