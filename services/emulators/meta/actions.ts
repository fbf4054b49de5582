import { z } from 'zod'
import type { EmulatorContext } from '../frame/create-emulator.ts'
import { metaTime } from './fields.ts'
import { type Conversation, type Message, type MetaState, newId, newSecret } from './state.ts'
import { deliver, messageEvent, verifyWebhook } from './webhooks.ts'

type Context = EmulatorContext<MetaState>

const Answer = z.strictObject({
  method: z.string().toUpperCase().optional(),
  path: z.string().startsWith('/').optional(),
  code: z.int(),
  subcode: z.int().optional(),
  status: z.int().min(400).max(599).default(400),
  is_transient: z.boolean().default(false),
  when: z.enum(['before', 'after']).default('before'),
  times: z.int().min(1).default(1),
  skip: z.int().min(0).default(0),
})

/** Plans an error, in place of the effect or after it. `path` is the end of the path. */
function answer(input: unknown, { store }: Context) {
  const { method = null, path = null, subcode = null, ...rest } = Answer.parse(input)
  store.state.answers.push({ method, path, subcode, ...rest })
  return { planned: store.state.answers.length }
}

const Which = z.strictObject({ account_id: z.string().optional() })

/** What is public, by account, and how often which call was made. */
function published(input: unknown, { store }: Context) {
  const { account_id } = Which.parse(input)
  const { media, videos, calls, containers } = store.state
  const isWanted = (id: string) => account_id === undefined || account_id === id
  return {
    media: media
      .filter(({ ig_id }) => isWanted(ig_id))
      .map(({ published_at, ...one }) => ({ ...one, posted_at: metaTime(published_at) })),
    videos: videos
      .filter(({ page_id }) => isWanted(page_id))
      .map(({ published_at, ...one }) => ({
        ...one,
        posted_at: published_at === null ? null : metaTime(published_at),
      })),
    containers: containers.filter(({ ig_id }) => isWanted(ig_id)).length,
    calls: Object.fromEntries(Object.entries(calls).filter(([name]) => isWanted(name.split('/')[0] ?? ''))),
  }
}

const ForeignPost = z.strictObject({ account_id: z.string(), caption: z.string().default('') })

/** Somebody posts in the Instagram app. */
function postInApp(input: unknown, { store, clock }: Context) {
  const { account_id, caption } = ForeignPost.parse(input)
  const { state } = store
  const media = {
    id: newId(state),
    ig_id: account_id,
    container_id: '',
    caption,
    cover_url: null,
    is_ai_generated: false,
    shortcode: newSecret(8),
    is_foreign: true,
    published_at: clock.now(),
  }
  state.media.push(media)
  return { media_id: media.id }
}

const Removed = z.strictObject({ media_id: z.string() })

/** Somebody deletes a post in the app. */
function deletePost(input: unknown, { store }: Context) {
  const { media_id } = Removed.parse(input)
  const { state } = store
  const before = state.media.length + state.videos.length
  state.media = state.media.filter(({ id }) => id !== media_id)
  state.videos = state.videos.filter(({ id }) => id !== media_id)
  return { deleted: before - state.media.length - state.videos.length }
}

const End = z.strictObject({
  owner_id: z.string(),
  /** 458 removed the app, 460 changed the password, 463 expired, 467 signed out. */
  subcode: z.int().default(458),
})

/** Ends every token of a person or of an account. */
function endTokens(input: unknown, { store }: Context) {
  const { owner_id, subcode } = End.parse(input)
  let ended = 0
  for (const token of Object.values(store.state.tokens)) {
    if (token.owner_id !== owner_id || token.ended_by !== null) continue
    token.ended_by = subcode
    ended += 1
  }
  return { ended }
}

const Delivery = {
  times: z.int().min(0).max(20).default(1),
  signature: z.enum(['right', 'wrong', 'none']).default('right'),
}

const Incoming = z.strictObject({
  account_id: z.string(),
  from: z.strictObject({ id: z.string(), username: z.string(), name: z.string().optional() }),
  text: z.string().nullable().default(null),
  kind: z.enum(['message', 'story_mention', 'story_reply', 'reaction']).default('message'),
  attachments: z.array(z.strictObject({ type: z.string(), url: z.string() })).default([]),
  /** Earlier than now: an event that arrives late. */
  age_ms: z.int().min(0).default(0),
  ...Delivery,
})

/** A customer writes to an account; with `times: 0` nothing is delivered. */
async function receiveMessage(input: unknown, context: Context) {
  const { from, kind, times, signature, ...rest } = Incoming.parse(input)
  const attachments =
    kind === 'story_mention'
      ? [{ type: 'story_mention', url: 'https://scontent.example.com/story.jpg' }]
      : rest.attachments
  const { conversation, message } = addMessage(context, { ...rest, attachments, kind, customer: from, via: 'customer' })
  return deliverMessage(context.store.state, conversation, message, { times, signature })
}

const FromApp = z.strictObject({
  account_id: z.string(),
  to: z.strictObject({ id: z.string(), username: z.string(), name: z.string().optional() }),
  text: z.string(),
  age_ms: z.int().min(0).default(0),
  ...Delivery,
})

/** Somebody answers in the Instagram app: an echo with a `mid` that we never saw. */
async function sendFromApp(input: unknown, context: Context) {
  const { to, times, signature, ...rest } = FromApp.parse(input)
  const { conversation, message } = addMessage(context, {
    ...rest,
    attachments: [],
    kind: 'message',
    customer: to,
    via: 'app',
  })
  return deliverMessage(context.store.state, conversation, message, { times, signature })
}

type NewMessage = Pick<Message, 'text' | 'attachments' | 'kind' | 'via'> & {
  account_id: string
  customer: { id: string; username: string; name?: string | undefined }
  age_ms: number
}

function addMessage({ store, clock }: Context, { account_id, customer, age_ms, ...rest }: NewMessage) {
  const { state } = store
  if (!state.instagram.some(({ id }) => id === account_id)) throw refused('account_id', 'No such account')
  let conversation = state.conversations.find((one) => one.ig_id === account_id && one.customer.id === customer.id)
  if (!conversation) {
    const { id, username, name = username } = customer
    conversation = {
      id: `aWdfZAG06${newSecret(12)}`,
      ig_id: account_id,
      customer: { id, username, name },
      updated_at: 0,
    }
    state.conversations.push(conversation)
  }
  const sentAt = clock.now() - age_ms
  const message: Message = {
    id: `m_${newSecret(18)}`,
    conversation_id: conversation.id,
    from_id: rest.via === 'customer' ? customer.id : account_id,
    sent_at: sentAt,
    ...rest,
  }
  state.messages.push(message)
  conversation.updated_at = Math.max(conversation.updated_at, sentAt)
  return { conversation, message }
}

async function deliverMessage(
  state: MetaState,
  conversation: Conversation,
  message: Message,
  how: { times: number; signature: 'right' | 'wrong' | 'none' },
) {
  const body = messageEvent(conversation, message)
  const statuses = await deliver(state, conversation.ig_id, body, how)
  return { message_id: message.id, conversation_id: conversation.id, body, statuses }
}

const Redelivery = z.strictObject({ message_id: z.string(), ...Delivery })

/** Delivers the event of a message again, or for the first time. */
async function deliverAgain(input: unknown, { store }: Context) {
  const { message_id, ...how } = Redelivery.parse(input)
  const { state } = store
  const message = state.messages.find(({ id }) => id === message_id)
  const conversation = state.conversations.find(({ id }) => id === message?.conversation_id)
  if (!message || !conversation) throw refused('message_id', 'No such message')
  return deliverMessage(state, conversation, message, how)
}

/** Delivers the echoes that `echo: held` kept back. */
async function deliverHeld(_: unknown, { store }: Context) {
  const { state } = store
  const statuses: number[] = []
  for (const { ig_id, body } of state.held.splice(0)) statuses.push(...(await deliver(state, ig_id, body)))
  return { statuses }
}

const Raw = z.strictObject({ account_id: z.string(), body: z.string(), ...Delivery })

/** Signs and delivers any body. */
async function deliverBody(input: unknown, { store }: Context) {
  const { account_id, body, ...how } = Raw.parse(input)
  return { statuses: await deliver(store.state, account_id, body, how) }
}

const Webhook = z.strictObject({ url: z.url() })

/** Registers our callback in the app's settings: it must answer the challenge. */
async function registerWebhook(input: unknown, { store }: Context) {
  const { url } = Webhook.parse(input)
  const isVerified = await verifyWebhook(store.state, url)
  Object.assign(store.state.webhook, { url, is_verified: isVerified })
  return { is_verified: isVerified }
}

/** What was delivered, oldest first, and which accounts subscribed. */
function deliveries(_: unknown, { store }: Context) {
  const { deliveries: sent, webhook } = store.state
  return { deliveries: sent, subscribed: webhook.subscribed }
}

function messagesOf(input: unknown, { store }: Context) {
  const { account_id } = Which.parse(input)
  const { conversations, messages } = store.state
  const wanted = conversations.filter(({ ig_id }) => account_id === undefined || ig_id === account_id)
  return {
    messages: messages.filter(({ conversation_id }) => wanted.some(({ id }) => id === conversation_id)),
    conversations: wanted,
  }
}

const refused = (field: string, message: string) =>
  new z.ZodError([{ code: 'custom', path: [field], message, input: '' }])

export const metaActions = {
  answer,
  published,
  post_in_app: postInApp,
  delete_post: deletePost,
  end_tokens: endTokens,
  receive_message: receiveMessage,
  send_from_app: sendFromApp,
  deliver_again: deliverAgain,
  deliver_held: deliverHeld,
  deliver_body: deliverBody,
  register_webhook: registerWebhook,
  deliveries,
  messages: messagesOf,
}
