import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { EmulatorBindings, EmulatorContext, EmulatorDefinition } from '../frame/create-emulator.ts'
import { ElevenLabsRefusal, refuse } from './answer.ts'
import { createDub } from './create-dub.ts'
import { dubObject, listDubs } from './list-dubs.ts'
import {
  applyElevenLabsSeed,
  ElevenLabsSeed,
  type ElevenLabsState,
  findDub,
  initialElevenLabsState,
  type StoredDub,
  statusOf,
} from './state.ts'

const API_KEY = `sk_${createHash('sha256').update('elevenlabs emulator').digest('hex').slice(0, 48)}`

/** ElevenLabs' dubbing of videos (`/v1/dubbing`). */
export const elevenLabsEmulator: EmulatorDefinition<ElevenLabsState, ElevenLabsSeed> = {
  name: 'elevenlabs',
  stateVersion: 1,
  initialState: initialElevenLabsState,
  seedSchema: ElevenLabsSeed,
  secretFields: [],
  seed: (seed, { store }) => applyElevenLabsSeed(store.state, seed),
  actions: { finish, fail, bills: (_, { store }) => ({ bills: store.state.bills }) },
  routes: elevenLabsRoutes,
  env: (origin) => ({ ELEVENLABS_BASE_URL: origin, ELEVENLABS_API_KEY: API_KEY }),
}

const Which = z.strictObject({ dubbing_id: z.string().optional() })

/** `POST /_emulator/finish`: makes that dub, or every running one, ready now. */
function finish(input: unknown, { store, clock }: EmulatorContext<ElevenLabsState>) {
  const dubs = underWay(store.state, Which.parse(input).dubbing_id, clock.now())
  for (const dub of dubs) dub.ready_at = clock.now()
  return { dubbing_ids: dubs.map(({ dubbing_id }) => dubbing_id) }
}

/** `POST /_emulator/fail`: fails that dub, or every running one. */
function fail(input: unknown, { store, clock }: EmulatorContext<ElevenLabsState>) {
  const { error, dubbing_id } = Which.extend({ error: z.string().default('No speech was found.') }).parse(input)
  const dubs = underWay(store.state, dubbing_id, clock.now())
  for (const dub of dubs) dub.error = error
  return { dubbing_ids: dubs.map(({ dubbing_id }) => dubbing_id) }
}

const underWay = (state: ElevenLabsState, id: string | undefined, nowMs: number) =>
  state.dubs.filter((dub) => statusOf(dub, nowMs) === 'dubbing' && (id === undefined || dub.dubbing_id === id))

function elevenLabsRoutes(context: EmulatorContext<ElevenLabsState>): Hono<EmulatorBindings> {
  const { clock, store } = context
  const serve =
    (work: (c: Context<EmulatorBindings>) => Promise<object | Response> | object | Response) =>
    async (c: Context<EmulatorBindings>): Promise<Response> => {
      try {
        admit(c, store.state)
        const answer = await work(c)
        await store.save()
        return answer instanceof Response ? answer : Response.json(answer)
      } catch (error) {
        if (!(error instanceof ElevenLabsRefusal)) throw error
        return Response.json(error.body, { status: error.status, headers: error.headers })
      }
    }
  const known = (c: Context<EmulatorBindings>): StoredDub => {
    const dub = findDub(store.state, c.req.param('id') ?? '', clock.now())
    if (!dub) throw refuse(404, 'dubbing_not_found', 'There is no such dubbing.')
    return dub
  }

  const app = new Hono<EmulatorBindings>()
  app.post(
    '/v1/dubbing',
    serve(async (c) => {
      const { dubbing_id } = await createDub(c.req.raw, context)
      return { dubbing_id, expected_duration_sec: store.state.processing_ms / 1000 }
    }),
  )
  app.get(
    '/v1/dubbing',
    serve((c) => listDubs(store.state, new URL(c.req.url).searchParams, clock.now())),
  )
  app.get(
    '/v1/dubbing/:id',
    serve((c) => dubObject(known(c), clock.now())),
  )
  app.get(
    '/v1/dubbing/:id/audio/:language',
    serve((c) => dubbedFile(c, known(c), context)),
  )
  app.delete(
    '/v1/dubbing/:id',
    serve(async (c) => {
      const dub = known(c)
      store.state.dubs = store.state.dubs.filter((one) => one !== dub)
      await rm(join(store.filesFolder, dub.file), { force: true })
      return { status: 'ok' }
    }),
  )
  app.all(
    '*',
    serve(() => {
      throw new ElevenLabsRefusal(404, { detail: 'Not Found' })
    }),
  )
  return app
}

function admit(c: Context<EmulatorBindings>, { rejected_keys }: ElevenLabsState): void {
  const key = c.req.header('xi-api-key')
  if (!key) throw refuse(401, 'needs_authorization', 'Neither authorization header nor xi-api-key received.')
  if (!/^sk_[0-9a-f]{48}$/.test(key) || rejected_keys.includes(key)) {
    throw refuse(401, 'invalid_api_key', 'Invalid API key')
  }
}

// The emulator changes no voice: a video is returned unchanged.
function dubbedFile(
  c: Context<EmulatorBindings>,
  dub: StoredDub,
  { store, clock }: EmulatorContext<ElevenLabsState>,
): Response {
  const language = c.req.param('language') ?? ''
  if (language !== dub.target_lang) {
    throw new ElevenLabsRefusal(404, {
      error: 'dubbing_not_found',
      message: `There is no dubbing for language ${language}.`,
    })
  }
  if (statusOf(dub, clock.now()) !== 'dubbed') {
    throw new ElevenLabsRefusal(425, { error: 'dubbing_not_dubbed', message: 'Dubbing has not finished yet.' })
  }
  const path = join(store.filesFolder, dub.file)
  const isBroken = store.state.breaks_off > 0
  if (isBroken) store.state.breaks_off -= 1
  const file = isBroken ? Readable.from(halfOf(path, dub.size_bytes, c.env.incoming.socket)) : createReadStream(path)
  // safe: the same web stream; Node and the DOM declare it twice
  const body = Readable.toWeb(file) as ReadableStream
  return new Response(body, {
    headers: {
      'content-type': 'video/mp4',
      ...(store.state.says_length && { 'content-length': String(dub.size_bytes) }),
    },
  })
}

async function* halfOf(path: string, size: number, socket: Socket) {
  yield* createReadStream(path, { end: Math.floor(size / 2) })
  socket.destroy()
}
