import { afterEach, expect, vi } from 'vitest'
import type { z } from 'zod'
import type { Contract } from '#core/http/contract.ts'
import { contentDisposition, FileAnswer } from '#core/http/file.ts'
import { PROBLEMS, type Problem, type ProblemCode } from '#core/http/problem.ts'
import { TextStream, toByteStream } from '#core/http/text-stream.ts'

type Answer<C extends Contract> = z.input<C['response']>

/** One request as the API received it. */
export type Received<C extends Contract> = {
  params: Record<string, string>
  query: Record<string, string>
  body: C['body'] extends z.ZodType ? z.input<C['body']> : unknown
  headers: Headers
}

type Handler = (received: Received<Contract>) => unknown | Promise<unknown>
type Route = { contract: Contract; handler: Handler }

/** A problem as an answer of the API; throw it from an answer function. */
export class FakeProblem extends Error {
  readonly problem: Problem
  constructor(code: ProblemCode, more: Partial<Problem> = {}) {
    super(code)
    this.problem = { type: 'about:blank', code, requestId: 'req-1', ...PROBLEMS[code], ...more }
  }
}

/** A network failure; throw it from an answer function. */
export class FakeOutage extends Error {}

let routes: Route[] = []
let unanswered: string[] = []

/**
 * Answers a contract for the rest of this test; the newest answer wins. The contract types the answer, and the client
 * parses it by the contract again, so a test cannot promise what the API does not.
 */
export function answer<C extends Contract>(
  contract: C,
  handler: (received: Received<C>) => Answer<C> | Promise<Answer<C>>,
): void {
  // safe: the handler only ever receives requests that matched this contract
  routes.unshift({ contract, handler: handler as Handler })
}

/** Replaces fetch with the fake. A call without an answer fails the test. */
export function startFakeApi(): void {
  routes = []
  unanswered = []
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const url = new URL(String(input), 'http://app.test')
    const method = init.method ?? 'GET'
    // The auth service is not ours; without a test's permission a page may only end a session.
    if (url.pathname === '/auth/v1/logout') return new Response(null, { status: 204 })
    for (const { contract, handler } of routes) {
      const params = contract.method === method ? match(contract.path, url.pathname) : null
      const query = Object.fromEntries(url.searchParams)
      if (!params || !isForContract(contract, query)) continue
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
      return respond(contract, () => handler({ params, query, body, headers: new Headers(init.headers) }))
    }
    unanswered.push(`${method} ${url.pathname}${url.search}`)
    throw new TypeError(`Nobody answers ${method} ${url.pathname}`)
  })
}

async function respond(contract: Contract, handle: () => unknown): Promise<Response> {
  try {
    const answered = await handle()
    if (contract.streams) return new Response(toByteStream(TextStream.parse(answered)))
    return contract.file
      ? fileResponse(FileAnswer.parse(answered))
      : Response.json(answered, { status: contract.status ?? 200 })
  } catch (error) {
    if (error instanceof FakeOutage) throw new TypeError('Failed to fetch')
    if (!(error instanceof FakeProblem)) throw error
    return Response.json(error.problem, {
      status: error.problem.status,
      headers: { 'content-type': 'application/problem+json' },
    })
  }
}

const fileResponse = ({ filename, content_type, bytes }: FileAnswer) =>
  new Response(bytes, {
    headers: { 'content-type': content_type, 'content-disposition': contentDisposition(filename) },
  })

// Two contracts share the tasks' address and differ by `group`.
const isForContract = (contract: Contract, query: Record<string, string>) =>
  contract.query === undefined || contract.query.safeParse(query).success

function match(path: string, pathname: string): Record<string, string> | null {
  const names: string[] = []
  const pattern = path.replace(/:(\w+)/g, (_, name: string) => {
    names.push(name)
    return '([^/]+)'
  })
  const found = new RegExp(`^${pattern}$`).exec(pathname)
  return found ? Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ''])) : null
}

afterEach(() => {
  expect(unanswered, 'calls the fake API had no answer for').toEqual([])
})
