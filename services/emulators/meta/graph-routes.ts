import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { getAccounts, getInstagram, getMe, getPage, getPermissions } from './account-routes.ts'
import { takeAnswer } from './answers.ts'
import { type GraphCall, readCall } from './graph-call.ts'
import { errorResponse, GraphRefusal, unknownObject } from './graph-error.ts'
import {
  createContainer,
  getContainer,
  getMedia,
  getPublishingLimit,
  listMedia,
  publishContainer,
} from './instagram-routes.ts'
import {
  getConversation,
  getMessage,
  listConversations,
  listMessages,
  sendMessage,
  subscribeApp,
} from './message-routes.ts'
import { getPageVideo, listPageVideos, pageReel, pageVideo, uploadReel } from './page-routes.ts'
import type { Host, MetaState } from './state.ts'
import { deliver, messageEvent } from './webhooks.ts'

/** The Graph API on both hosts, and the host that takes files. */
export function graphRoutes({ clock, store, origin }: EmulatorContext<MetaState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()

  const serve = async (request: Request, work: () => Promise<object>): Promise<Response> => {
    const { pathname } = new URL(request.url)
    const planned = takeAnswer(store.state, request.method, pathname)
    try {
      if (planned?.when === 'before') throw planned.refusal
      const body = await work()
      await store.save()
      // The effect happened, and the answer says otherwise.
      if (planned) throw planned.refusal
      return Response.json(body)
    } catch (error) {
      if (error instanceof GraphRefusal) return errorResponse(error)
      throw error
    }
  }
  const graph = (request: Request, host: Host) =>
    serve(request, async () => answer(await readCall(request, host, store.state, clock.now())))

  app.all('/graph/*', (c) => graph(c.req.raw, 'facebook'))
  app.all('/ig-graph/*', (c) => graph(c.req.raw, 'instagram'))
  app.post('/rupload/video-upload/:version/:id', (c) =>
    serve(c.req.raw, () => uploadReel(c.req.raw, store.state, clock.now())),
  )

  async function answer(call: GraphCall): Promise<object> {
    const { state } = store
    const now = clock.now()
    const times = { now, origin: origin() }
    const [id = '', edge, ...rest] = call.segments
    if (rest.length > 0) throw unknownObject(call.segments.join('/'))
    if (edge === undefined) {
      if (call.method !== 'GET') throw unknownObject(id)
      return id === 'me' ? getMe(call, state) : getNode(call, state, now)
    }
    switch (`${call.method} ${edge}`) {
      case 'GET permissions':
        return getPermissions(call)
      case 'GET accounts':
        return getAccounts(call, state, now)
      case 'POST media':
        return createContainer(call, state, clock.now)
      case 'GET media':
        return listMedia(call, state)
      case 'POST media_publish':
        return publishContainer(call, state, now)
      case 'GET content_publishing_limit':
        return getPublishingLimit(call, state, now)
      case 'POST video_reels':
        return pageReel(call, state, times)
      case 'GET video_reels':
        return listPageVideos(call, state, 'reel')
      case 'POST videos':
        return pageVideo(call, state, times)
      case 'GET videos':
        return listPageVideos(call, state, 'video')
      case 'GET conversations':
        return listConversations(call, state)
      case 'GET messages':
        return listMessages(call, state)
      case 'POST messages':
        return send(call, now)
      case 'POST subscribed_apps':
        return subscribeApp(call, state)
      default:
        throw unknownObject(call.segments.join('/'))
    }
  }

  async function send(call: GraphCall, now: number): Promise<object> {
    const { state } = store
    const { answer: body, conversation, sent } = sendMessage(call, state, now)
    const echo = messageEvent(conversation, sent)
    if (state.echo === 'before') await deliver(state, conversation.ig_id, echo)
    if (state.echo === 'held') state.held.push({ ig_id: conversation.ig_id, body: echo })
    if (state.echo === 'after') {
      setImmediate(() => void deliver(state, conversation.ig_id, echo))
    }
    return body
  }

  return app
}

function getNode(call: GraphCall, state: MetaState, now: number): object {
  const [id = ''] = call.segments
  const byId = <T extends { id: string }>(list: T[]): T | undefined => list.find((one) => one.id === id)
  const container = byId(state.containers)
  if (container) return getContainer(call, state, container, now)
  const media = byId(state.media)
  if (media) return getMedia(call, state, media)
  const video = byId(state.videos)
  if (video) return getPageVideo(call, state, video, now)
  const page = byId(state.pages)
  if (page) return getPage(call, state, page, now)
  const account = byId(state.instagram)
  if (account) return getInstagram(call, state, account)
  const conversation = byId(state.conversations)
  if (conversation) return getConversation(call, state, conversation)
  const message = byId(state.messages)
  if (message) return getMessage(call, state, message)
  throw unknownObject(id)
}
