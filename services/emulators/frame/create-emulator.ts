import { createServer as createSocketServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import type { Hono } from 'hono'
import type { z } from 'zod'
import { type Clock, createClock } from './clock.ts'
import { createControlPlane } from './control-plane.ts'
import { createFaults, type Fault, type FaultCall, faultResponse } from './faults.ts'
import { createGates } from './gates.ts'
import { listen } from './listen.ts'
import { BodyTooLarge, createRecorder } from './recorder.ts'
import { openStateStore, type StateStore } from './state-store.ts'

export type EmulatorBindings = { Bindings: HttpBindings }

/** What an emulator's routes receive. */
export type EmulatorContext<State> = {
  clock: Clock
  store: StateStore<State>
  /** This emulator's URL, without a trailing slash. */
  origin(): string
  /** The origin of file contents: another one, as at vendors that keep files on a separate host. */
  contentOrigin(): string
}

type EmulatorAction<State> = (input: unknown, context: EmulatorContext<State>) => Promise<object> | object

/** One outside service: everything that is not the shared frame. */
export type EmulatorDefinition<State, Seed> = {
  name: string
  /** Raise it when State changes its shape. */
  stateVersion: number
  initialState(clock: Clock): State
  /** What `PUT /_emulator/seed` accepts; strict, so that a misspelled field is refused. */
  seedSchema: z.ZodType<Seed>
  /** Names of query, form and JSON fields that never appear in `GET /_emulator/requests`. */
  secretFields: readonly string[]
  /** Whether file contents have an origin of their own. */
  hasContentOrigin?: boolean
  /** Requests whose body the routes read from the socket themselves. */
  isBytes?(method: string, path: string): boolean
  seed(seed: Seed, context: EmulatorContext<State>): Promise<void> | void
  /** `POST /_emulator/<name>`: further actions of this emulator. Throw a `ZodError` for refused input. */
  actions?: Record<string, EmulatorAction<State>>
  /** Faults of this emulator's own plan, used when no fault rule matches; `request` is the one that the routes get. */
  disturb?(call: FaultCall, request: Request, context: EmulatorContext<State>): Fault | undefined
  routes(context: EmulatorContext<State>): Hono<EmulatorBindings>
  /** One connection of a protocol that is not HTTP, on a port of its own at the distance of file contents. */
  serveSocket?(socket: Socket, context: EmulatorContext<State>): void
  /** Environment variables that point our functions at this emulator; `socketHost` is where `serveSocket` listens. */
  env(origin: string, socketHost: string): Record<string, string>
}

export type EmulatorOptions = {
  host: string
  /** 0, or a port in use, means any free port. */
  port: number
  /** State is kept under `<dataDir>/emulators/<name>/`; without it, nothing survives `close`. */
  dataDir?: string | undefined
}

export type RunningEmulator = {
  name: string
  url: string
  /** Every origin that a browser may open. */
  origins: string[]
  env: Record<string, string>
  close(): Promise<void>
}

/** From the port of an emulator to that of its contents, or of its own protocol. */
const CONTENT_PORT_DISTANCE = 50

/**
 * Serves one emulated service with the control plane on the same port.
 * Throws when the saved state is unreadable or the host cannot be bound.
 */
export async function createEmulator<State, Seed>(
  definition: EmulatorDefinition<State, Seed>,
  { host, port, dataDir }: EmulatorOptions,
): Promise<RunningEmulator> {
  const { name } = definition
  const opened = await openStateStore<State>({
    folder: dataDir === undefined ? undefined : join(dataDir, 'emulators', name),
    name,
    version: definition.stateVersion,
    initial: () => definition.initialState(createClock(0)),
  })
  const { store } = opened
  const clock = createClock(opened.clockOffsetMs)
  opened.followClock(clock.offsetMs)
  const faults = createFaults()
  const gates = createGates()
  const recorder = createRecorder(clock, { secretFields: definition.secretFields, isBytes: definition.isBytes })
  let url = ''
  let contentUrl = ''
  const context: EmulatorContext<State> = { clock, store, origin: () => url, contentOrigin: () => contentUrl }
  const routes = definition.routes(context)
  // Hono would log and answer errors itself; the code below handles errors, because only it knows the connection.
  routes.onError((error) => {
    throw error
  })
  const control = createControlPlane({
    name,
    clock,
    faults,
    gates,
    recorder,
    seedSchema: definition.seedSchema,
    seed: async (input) => {
      await definition.seed(input, context)
      await store.save()
    },
    actions: Object.entries(definition.actions ?? {}).map(([action, run]) => ({
      name: action,
      run: async (input: unknown) => {
        const result = await run(input, context)
        await store.save()
        return result
      },
    })),
    reset: () => store.reset(definition.initialState(clock)),
    save: store.save,
  })

  const answer = async (incoming: Request, env: HttpBindings): Promise<Response> => {
    const path = new URL(incoming.url).pathname
    if (path === '/_emulator' || path.startsWith('/_emulator/')) return control.fetch(incoming, env)
    const { entry, request } = await recorder.begin(incoming)
    const call = { method: request.method, path, headers: request.headers, body: entry.body }
    const gone = new AbortController()
    env.outgoing.once('close', () => gone.abort())
    await gates.pass(call, gone.signal)
    // A caller that closed its connection at a gate has no effect.
    if (gone.signal.aborted) return RESPONSE_ALREADY_SENT
    const fault = faults.take(call) ?? definition.disturb?.(call, request, context)
    if (fault?.delay_ms) await delay(fault.delay_ms)
    if (fault?.drop === 'before') {
      entry.dropped = 'before'
      return hangUp(env)
    }
    const response = fault?.status ? faultResponse(fault) : await routes.fetch(request, env)
    if (fault?.drop === 'after') {
      entry.dropped = 'after'
      await response.body?.cancel()
      return hangUp(env)
    }
    entry.status = response.status
    return response
  }

  const createServer = () =>
    createAdaptorServer({
      overrideGlobalObjects: false,
      // Vendors keep connections for longer than Node's five seconds: closing one during reuse looks like a lost
      // answer.
      serverOptions: { keepAliveTimeout: 65_000 },
      fetch: async (request, env) => {
        // safe: the adaptor hands over HTTP/1 objects because no other server factory is given
        const bindings = env as HttpBindings
        try {
          return await answer(request, bindings)
        } catch (error) {
          if (bindings.incoming.destroyed && !bindings.incoming.complete) return RESPONSE_ALREADY_SENT
          if (error instanceof BodyTooLarge) return Response.json({ error: 'Body too large' }, { status: 413 })
          console.error(`${name} emulator:`, error)
          return Response.json({ error: 'The emulator itself failed; see its output' }, { status: 500 })
        }
      },
    })
  const listening = await listen(createServer(), host, port)
  url = listening.url
  const contentPort = port === 0 ? 0 : port + CONTENT_PORT_DISTANCE
  const contents = definition.hasContentOrigin ? await listen(createServer(), host, contentPort) : listening
  contentUrl = contents.url
  const { serveSocket } = definition
  const sockets =
    serveSocket &&
    (await listen(
      createSocketServer((socket) => serveSocket(socket, context)),
      host,
      contentPort,
    ))
  await store.save()
  return {
    name,
    url,
    origins: [...new Set([url, contentUrl])],
    env: definition.env(url, sockets ? new URL(sockets.url).host : ''),
    async close() {
      gates.clear()
      await listening.close()
      if (contents !== listening) await contents.close()
      await sockets?.close()
      await store.close()
    },
  }
}

function hangUp({ incoming }: HttpBindings): Response {
  incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}
