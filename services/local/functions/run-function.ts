import { randomUUID } from 'node:crypto'
import type { Context } from '@netlify/functions'
import { problem } from '../web/problem.ts'
import { BACKGROUND_MS, withinBackgroundLimit } from './background-limit.ts'
import type { FunctionRoute, LoadedFunction } from './load-functions.ts'
import { matchRoute } from './match-route.ts'

/** Netlify's limit for the body of a synchronous call. */
export const MAX_BODY_BYTES = 6 * 1024 * 1024

export type FunctionRunner = {
  /** Answers a request with the function of its path and method, or with a 404, 405, 413 or 500 problem. */
  answer(request: Request, peer: Peer): Promise<Response>
  /** Calls a scheduled function now. Failures are logged, never thrown. */
  runScheduled(fn: LoadedFunction, nextRun: Date | null): Promise<void>
  /** Resolves when background calls and `waitUntil` promises are done. */
  settle(): Promise<void>
}

/** The caller's address: the socket's, never a header's. */
export type Peer = { ip: string }

/**
 * Calls functions in this process with what Netlify would pass them. `routes` is called for each request.
 * `backgroundMs`: when a background function ends.
 */
export function createFunctionRunner(
  routes: () => readonly FunctionRoute[] | Promise<readonly FunctionRoute[]>,
  origin: string,
  backgroundMs = BACKGROUND_MS,
): FunctionRunner {
  const pending = new Set<Promise<unknown>>()
  const track = (work: Promise<unknown>): void => {
    const tracked = work.finally(() => pending.delete(tracked))
    tracked.catch((error: unknown) => console.error('A promise given to waitUntil failed.', error))
    pending.add(tracked)
  }

  async function call(fn: LoadedFunction, request: Request, context: Context): Promise<Response> {
    try {
      const answer = await fn.handler(request, context)
      if (answer instanceof Response) return answer
      if (answer === undefined) return new Response(null, { status: 204 })
      throw new TypeError(`netlify/functions/${fn.name}.ts answered something that is not a Response.`)
    } catch (error) {
      console.error(`netlify/functions/${fn.name}.ts failed (request ${context.requestId}).`, error)
      return problem(500, 'internal', 'Something went wrong on our side.', { requestId: context.requestId })
    }
  }

  async function callInBackground(fn: LoadedFunction, request: Request, context: Context): Promise<void> {
    if (await withinBackgroundLimit(() => call(fn, request, context), backgroundMs)) {
      console.warn(`netlify/functions/${fn.name}.ts was ended after ${backgroundMs / 60_000} minutes.`)
    }
  }

  return {
    async answer(request, peer) {
      const url = new URL(request.url)
      const match = matchRoute(await routes(), request.method, url.pathname)
      if (match.kind === 'not_found') return problem(404, 'not_found', 'There is nothing at this address.')
      if (match.kind === 'method_not_allowed') {
        return problem(405, 'method_not_allowed', `This address answers ${match.allowed.join(', ')} only.`, {
          headers: { allow: match.allowed.join(', ') },
        })
      }
      const { fn } = match.route
      const body = await readBody(request)
      if (body === 'too_large') {
        return problem(413, 'body_too_large', `A request may carry at most ${MAX_BODY_BYTES / 1024 / 1024} MB.`)
      }
      const isHead = request.method === 'HEAD' && !match.route.methods?.includes('HEAD')
      const context = createContext({ url, params: match.params, ip: peer.ip, request, origin, track })
      const forwarded = forward(request, isHead ? 'GET' : request.method, body)
      if (fn.isBackground) {
        track(callInBackground(fn, forwarded, context))
        return new Response(null, { status: 202 })
      }
      const response = await call(fn, forwarded, context)
      if (!isHead) return response
      await response.body?.cancel()
      return new Response(null, { status: response.status, headers: response.headers })
    },

    async runScheduled(fn, nextRun) {
      const url = new URL(`/.netlify/functions/${fn.name}`, origin)
      const request = new Request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-netlify-event': 'schedule' },
        body: JSON.stringify({ next_run: nextRun?.toISOString() ?? null }),
      })
      const context = createContext({ url, params: {}, ip: '127.0.0.1', request, origin, track })
      const response = await call(fn, request, context)
      await response.body?.cancel()
    },

    async settle() {
      while (pending.size > 0) await Promise.allSettled(pending)
    },
  }
}

async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer> | undefined | 'too_large'> {
  if (!request.body) return undefined
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) {
    await request.body.cancel()
    return 'too_large'
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) return 'too_large'
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function forward(request: Request, method: string, body: Uint8Array<ArrayBuffer> | undefined): Request {
  const init: RequestInit = { method, headers: request.headers, signal: request.signal }
  if (body && method !== 'GET' && method !== 'HEAD') init.body = body
  return new Request(request.url, init)
}

type ContextInput = {
  url: URL
  params: Record<string, string>
  ip: string
  request: Request
  origin: string
  track: (work: Promise<unknown>) => void
}

function createContext({ url, params, ip, request, origin, track }: ContextInput): Context {
  return {
    account: { id: 'local' },
    cookies: readOnlyCookies(request),
    deploy: { context: 'dev', id: 'local', published: false },
    geo: {},
    ip,
    json: (input) => Response.json(input),
    log: (...parts: unknown[]) => console.log(...parts),
    next: () => Promise.reject(new Error('Only edge functions have a next handler.')),
    params,
    requestId: randomUUID(),
    rewrite: () => Promise.reject(new Error('Only edge functions can rewrite.')),
    server: { region: 'local' },
    site: { id: 'local', name: 'opsyncpro-local', url: origin },
    url,
    waitUntil: (promise) => track(promise),
  }
}

function readOnlyCookies(request: Request): Context['cookies'] {
  const pairs = (request.headers.get('cookie') ?? '').split(/;\s*/).map((pair): [string, string] => {
    const at = pair.indexOf('=')
    return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
  })
  const jar = new Map(pairs)
  const refuse = (): never => {
    throw new Error('The product sets no cookies.')
  }
  return { get: (key) => jar.get(key) ?? '', set: refuse, delete: refuse }
}
