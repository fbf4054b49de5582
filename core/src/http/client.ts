import type { z } from 'zod'
import type { Contract, Output } from './contract.ts'
import { readFileAnswer } from './file.ts'
import { readAnswer } from './list.ts'
import { PROBLEMS, Problem, type ProblemCode } from './problem.ts'
import { readTextStream } from './text-stream.ts'

type Sent<C extends Contract, K extends 'params' | 'query' | 'body'> = C[K] extends z.ZodType
  ? undefined extends z.input<C[K]>
    ? { [P in K]?: z.input<C[K]> }
    : { [P in K]: z.input<C[K]> }
  : unknown

export type Call<C extends Contract> = Sent<C, 'params'> & Sent<C, 'query'> & Sent<C, 'body'> & CallOptions

export type CallOptions = {
  signal?: AbortSignal
  /** Sent as `Idempotency-Key`; the same key and body answer the same for 24 h. */
  idempotencyKey?: string
  /** The `updated_at` that the caller edited; sent as `If-Match`. */
  ifMatch?: string
}

/** The API refused. `problem.code` is stable; the message is a sentence for people. */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.name = 'ApiError'
    this.problem = problem
  }
  is(code: ProblemCode): boolean {
    return this.problem.code === code
  }
}

/** The API could not be reached, or did not answer in time. */
export class NetworkError extends Error {
  constructor(cause: unknown, message = 'OpSyncPro could not be reached. Check your connection and try again.') {
    super(message, { cause })
    this.name = 'NetworkError'
  }
}

/**
 * A write was sent and no answer arrived, so it is unknown whether the server applied it. Never a refusal. Code that
 * catches this error reads the current state from the server; repeating the same call carries the same
 * `Idempotency-Key`.
 */
export class LostAnswerError extends NetworkError {
  constructor(cause: unknown) {
    super(cause, 'Not confirmed: the connection broke before the answer arrived. Checking what was saved.')
    this.name = 'LostAnswerError'
  }
}

export type ApiClientOptions = {
  /** Origin of the API, without a trailing slash; '' for the page's own. */
  baseUrl: string
  /** The caller's access token, fresh; undefined when signed out. */
  getToken: () => Promise<string | undefined>
  /** Timeout of one call; 30 s by default. */
  timeoutMs?: number
}

export type ApiClient = <C extends Contract>(contract: C, ...input: Input<C>) => Promise<Output<C>>
type Input<C extends Contract> = object extends Call<C> ? [input?: Call<C>] : [input: Call<C>]

/**
 * One client for the web app and the extension; they differ only in the API's origin and the token. A write whose
 * answer is lost is sent once more where its contract honors `Idempotency-Key`. Throws `ApiError` when the API refuses,
 * `LostAnswerError` when the outcome of a write is unknown, and `NetworkError` when nothing was changed because the API
 * could not be reached.
 */
export function createApiClient({ baseUrl, getToken, timeoutMs = 30_000 }: ApiClientOptions): ApiClient {
  return async function call<C extends Contract>(contract: C, ...[input]: Input<C>): Promise<Output<C>> {
    const sent: Sending = input ?? {}
    const token = contract.audience === 'user' ? await getToken() : undefined
    const address = baseUrl + toPath(contract.path, sent.params) + toSearch(sent.query)
    const send = (key: string | undefined) => request(contract, address, { ...sent, key, token, timeoutMs })
    const answer = isRemembered(contract, sent.body)
      ? sendOnce(address, contract, sent, send)
      : send(sent.idempotencyKey)
    // safe: the schema that parses is the one the output type is made from; a file's response is FileAnswer
    return (await answer) as Output<C>
  }
}

type Sending = CallOptions & { params?: object; query?: object; body?: unknown }

/** Keys of writes whose answer was lost, by the request's content: repeating the call repeats the key. */
const unanswered = new Map<string, string>()
const MOST_UNANSWERED = 200
const ASK_AGAIN_AFTER_MS = 300

const isRemembered = (contract: Contract, body: unknown) =>
  contract.idempotent === true && contract.isQuestion?.(body) !== true

async function sendOnce(
  address: string,
  { method }: Contract,
  { body, idempotencyKey, signal }: Sending,
  send: (key: string) => Promise<unknown>,
): Promise<unknown> {
  const request = `${method} ${address} ${JSON.stringify(body)}`
  const key = unanswered.get(request) ?? idempotencyKey ?? crypto.randomUUID()
  const isLost = (error: unknown) => {
    // The first of the two requests may still be running, so the outcome stays unknown.
    const isAtWork = error instanceof ApiError && error.is('request_in_progress')
    return isAtWork || error instanceof LostAnswerError
  }
  const isSaved = (error: unknown) => error instanceof ApiError && error.is('already_saved')
  try {
    const answer = await send(key).catch(async (error: unknown) => {
      if (!isLost(error) || signal?.aborted) throw error
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_AFTER_MS))
      return send(key)
    })
    unanswered.delete(request)
    return answer
  } catch (error) {
    if (!isLost(error)) {
      unanswered.delete(request)
      // Its answer is lost for good: the caller reads what was saved.
      throw isSaved(error) ? new LostAnswerError(error) : error
    }
    if (unanswered.size >= MOST_UNANSWERED) unanswered.clear()
    unanswered.set(request, key)
    throw error instanceof LostAnswerError ? error : new LostAnswerError(error)
  }
}

type Request = Sending & { key: string | undefined; token: string | undefined; timeoutMs: number }

async function request(
  contract: Contract,
  address: string,
  { body, signal, ifMatch, key, token, timeoutMs }: Request,
): Promise<unknown> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const noAnswer = (cause: unknown) => {
    if (signal?.aborted) throw signal.reason
    return contract.method === 'GET' ? new NetworkError(cause) : new LostAnswerError(cause)
  }
  const response = await fetch(address, {
    method: contract.method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
      ...(ifMatch && { 'if-match': ifMatch }),
    },
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw noAnswer(cause)
  })

  if (contract.file && response.ok) return readFileAnswer(response)
  if (contract.streams && response.ok) return readTextStream(response)
  const text = await response.text().catch((cause: unknown) => {
    throw noAnswer(cause)
  })
  const json = parseJson(text)
  if (response.ok) {
    // A truncated answer counts as no answer.
    if (json === undefined) throw noAnswer(new SyntaxError('The answer is not JSON.'))
    return readAnswer(contract.response, json)
  }
  const problem = Problem.safeParse(json).data
  // The server lost the answer of its database.
  if (problem?.code === 'outcome_unknown' && contract.method !== 'GET') throw noAnswer(new ApiError(problem))
  // A gateway that stopped waiting does not know whether the server acted.
  if (!problem && GATEWAY_STATUSES.has(response.status) && contract.method !== 'GET') {
    throw noAnswer(new Error(`The gateway answered ${response.status}.`))
  }
  throw new ApiError(problem ?? problemOf(response))
}

const GATEWAY_STATUSES = new Set([502, 503, 504])

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const toPath = (path: string, params: object = {}) =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(Reflect.get(params, name) ?? '')))

function toSearch(query: object = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value))
  }
  return search.size > 0 ? `?${search}` : ''
}

// A gateway may answer in HTML; the caller still gets a problem that it can show.
function problemOf(response: Response): Problem {
  const code = response.status === 401 ? 'not_signed_in' : response.status === 429 ? 'too_many_requests' : 'internal'
  return { type: 'about:blank', title: PROBLEMS[code].title, status: response.status, code }
}
