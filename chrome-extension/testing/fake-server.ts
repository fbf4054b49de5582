import { vi } from 'vitest'
import { PROBLEMS, type ProblemCode } from '#core/http/problem.ts'

export const ORIGIN = 'http://127.0.0.1:8888'

export type Received = { url: URL; headers: Headers; body: unknown }
type Answer = { status?: number; body: unknown }
type Handler = (received: Received) => Answer | Promise<Answer>

export type FakeServer = {
  /** Answers `POST /api/videos` and the like; a later answer for the same address wins. */
  on(address: string, handler: Handler): void
  /** Every request so far, such as `PATCH /api/influencer-tasks/1`. */
  requests: string[]
  /** From now on the network fails. */
  goOffline(): void
  goOnline(): void
}

/** A refusal as an answer. */
export const problem = (code: ProblemCode): Answer => ({
  status: PROBLEMS[code].status,
  body: { type: 'about:blank', code, ...PROBLEMS[code] },
})

/** Replaces fetch with a server that answers `/api/config`. Call it before each test. */
export function startFakeServer(): FakeServer {
  const routes = new Map<string, Handler>()
  const requests: string[] = []
  let isOffline = false
  routes.set('GET /api/config', () => ({
    body: {
      supabase_url: ORIGIN,
      supabase_anon_key: 'anon',
      version: '0.1.0',
      environment: 'local',
      features: {},
      panel: { store_url: null, folder: null },
    },
  }))
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const url = new URL(String(input))
    const address = `${init.method ?? 'GET'} ${url.pathname}`
    if (isOffline) throw new TypeError('Failed to fetch')
    requests.push(address)
    const handler = routes.get(address)
    if (!handler) return Response.json({ unexpected: address }, { status: 500 })
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    const answer = await handler({ url, headers: new Headers(init.headers), body })
    return Response.json(answer.body, { status: answer.status ?? 200 })
  })
  return {
    on: (address, handler) => void routes.set(address, handler),
    requests,
    goOffline: () => {
      isOffline = true
    },
    goOnline: () => {
      isOffline = false
    },
  }
}
