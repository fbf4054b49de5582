import type { Context } from '@netlify/functions'
import type { Contract, Output } from '#core/http/contract.ts'
import { readFileAnswer } from '#core/http/file.ts'
import type { Problem } from '#core/http/problem.ts'
import { readTextStream } from '#core/http/text-stream.ts'
import { createTestHost, type TestHost, type TestPerson } from '../../services/local/testing/create-test-host.ts'
import type { Endpoint } from '../src/http/endpoint.ts'

type Sent = {
  as?: TestPerson
  params?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  rawBody?: string
  headers?: Record<string, string>
  ip?: string
}

export type Answer<T = unknown> = { status: number; headers: Headers; body: T; problem: Problem }

export type TestApi = {
  host: TestHost
  /** Calls a function's default export as Netlify would, for one of its contracts. */
  call<C extends Contract>(serve: Endpoint, contract: C, sent?: Sent): Promise<Answer<Output<C>>>
  /** A new person with a workspace of their own. */
  person(name?: string): Promise<TestPerson>
  /** A new person in another person's workspace, with that workspace selected. */
  teammate(of: TestPerson, role: 'owner' | 'manager' | 'uploader'): Promise<TestPerson>
  /** Waits for work that continues after the answer (`waitUntil`). */
  settle(): Promise<void>
  close(): Promise<void>
}

/**
 * Functions against the real database: their environment points at an embedded Supabase without a port, which answers
 * every request to its URL. Requests to other hosts fail, except for `allowedOrigins`: emulators on this machine.
 */
export async function createTestApi({ allowedOrigins = [] }: { allowedOrigins?: string[] } = {}): Promise<TestApi> {
  const host = await createTestHost()
  Object.assign(process.env, host.env)
  const original = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (url.startsWith(`${host.url}/api/`)) return new Response(null, { status: 202 })
    if (url.startsWith(host.url)) return host.fetch(input, init)
    if (allowedOrigins.includes(new URL(url).origin)) return original(input, init)
    throw new Error(`A test must not leave the machine: ${new URL(url).origin}`)
  }
  let running: Promise<unknown>[] = []
  let people = 0

  return {
    host,
    async call(serve, contract, sent = {}) {
      const search = new URLSearchParams(sent.query)
      const path = contract.path.replace(/:(\w+)/g, (_, name: string) => sent.params?.[name] ?? '')
      const body = sent.rawBody ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body))
      const request = new Request(`${host.url}${path}${search.size > 0 ? `?${search}` : ''}`, {
        method: contract.method,
        headers: {
          ...(sent.as && { authorization: `Bearer ${sent.as.accessToken}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...sent.headers,
        },
        ...(body !== undefined && { body }),
      })
      const context = {
        params: sent.params ?? {},
        requestId: 'req_test',
        ip: sent.ip ?? '127.0.0.1',
        waitUntil: (work: Promise<unknown>) => running.push(work),
      } as unknown as Context // safe: the endpoint uses these four and no other part of the context
      const response = await serve(request, context)
      if (contract.file && response.ok) {
        const file = await readFileAnswer(response)
        return { status: response.status, headers: response.headers, body: file, problem: file as never } // safe: a file is no problem
      }
      if (contract.streams && response.ok) {
        const stream = readTextStream(response)
        return { status: response.status, headers: response.headers, body: stream as never, problem: stream as never } // safe: a stream is no problem
      }
      const text = await response.text()
      const json = text === '' ? undefined : JSON.parse(text)
      return { status: response.status, headers: response.headers, body: json, problem: json }
    },
    person: (name = `person-${++people}`) => host.signUp(`${name}@example.test`),
    async teammate(of, role) {
      const person = await host.signUp(`teammate-${++people}@example.test`)
      await host.sql(
        `insert into public.workspace_members (workspace_id, user_id, role)
         select current_workspace_id, $2, $3 from public.users where id = $1`,
        [of.userId, person.userId, role],
      )
      await host.sql(
        `update public.users set current_workspace_id = (select current_workspace_id from public.users where id = $1) where id = $2`,
        [of.userId, person.userId],
      )
      return person
    },
    async settle() {
      const waiting = running
      running = []
      await Promise.all(waiting)
    },
    async close() {
      globalThis.fetch = original
      await host.close()
    },
  }
}
