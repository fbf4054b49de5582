import type { z } from 'zod'
import type { Contract, Output } from './contract.ts'
import { readFileAnswer } from './file.ts'
import { PROBLEMS, Problem, type ProblemCode } from './problem.ts'

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
  /** The `updated_at` the change was made against; sent as `If-Match`. */
  ifMatch?: string
}

/** The API said no. `problem.code` is stable; the message is a sentence for people. */
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

/** The API could not be reached, or did not answer within the time allowed. Nothing is known about the effect. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super('OpSyncPro could not be reached. Check your connection and try again.', { cause })
    this.name = 'NetworkError'
  }
}

export type ApiClientOptions = {
  /** Origin of the API, without a trailing slash; '' for the page's own. */
  baseUrl: string
  /** The caller's access token, fresh; undefined when signed out. */
  getToken: () => Promise<string | undefined>
  /** How long one call may take; 30 s unless said. */
  timeoutMs?: number
}

export type ApiClient = <C extends Contract>(contract: C, ...input: Input<C>) => Promise<Output<C>>
type Input<C extends Contract> = object extends Call<C> ? [input?: Call<C>] : [input: Call<C>]

/**
 * One client for the web app and the extension; they differ only in where the API is and whose token it carries.
 * Throws `ApiError` when the API refuses, `NetworkError` when it cannot be reached.
 */
export function createApiClient({ baseUrl, getToken, timeoutMs = 30_000 }: ApiClientOptions): ApiClient {
  return async function call<C extends Contract>(contract: C, ...[input]: Input<C>): Promise<Output<C>> {
    const sent: CallOptions & { params?: object; query?: object; body?: unknown } = input ?? {}
    const { body, signal, idempotencyKey, ifMatch } = sent
    const token = contract.audience === 'user' ? await getToken() : undefined
    const timeout = AbortSignal.timeout(timeoutMs)

    const response = await fetch(baseUrl + toPath(contract.path, sent.params) + toSearch(sent.query), {
      method: contract.method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
        ...(ifMatch && { 'if-match': ifMatch }),
      },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      if (signal?.aborted) throw signal.reason
      throw new NetworkError(cause)
    })

    if (contract.file && response.ok) return (await readFileAnswer(response)) as Output<C> // safe: a file's response is FileAnswer
    const json: unknown = await response.json().catch(() => undefined)
    if (!response.ok) throw new ApiError(toProblem(json, response))
    // safe: the schema that parses is the one the output type is made from
    return contract.response.parse(json) as Output<C>
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

// A gateway in front of us may answer in HTML; the caller still gets a problem it can show.
function toProblem(json: unknown, response: Response): Problem {
  const parsed = Problem.safeParse(json)
  if (parsed.success) return parsed.data
  const code = response.status === 401 ? 'not_signed_in' : response.status === 429 ? 'too_many_requests' : 'internal'
  return { type: 'about:blank', title: PROBLEMS[code].title, status: response.status, code }
}
