import type { Context } from '@netlify/functions'
import { z } from 'zod'
import type { Contract, Input, Output } from '#core/http/contract.ts'
import { contentDisposition, FileAnswer } from '#core/http/file.ts'
import { readAnswer, unreadable } from '#core/http/list.ts'
import { TextStream, toByteStream } from '#core/http/text-stream.ts'
import type { Cookies, UserContext } from '../context.ts'
import { databaseUnavailable } from '../db/db-errors.ts'
import { readEnv } from '../env.ts'
import { AppError } from '../errors.ts'
import { log } from '../log.ts'
import { hasMachineSecret, MACHINE_SECRET_HEADER } from '../machine-secret.ts'
import { openCookies } from './cookies.ts'
import { corsHeaders } from './cors.ts'
import { onceByKey } from './idempotency.ts'
import { problemResponse } from './problem-response.ts'
import { createRateLimit } from './rate-limit.ts'
import { readInput } from './read-input.ts'
import { signIn } from './sign-in.ts'

type ContextOf<C extends Contract> = C['opensWithSecret'] extends true
  ? { ctx: UserContext | null }
  : C['audience'] extends 'user'
    ? { ctx: UserContext }
    : PublicContext
type PublicContext = { requestId: string; cookies: Cookies }
type Handler<C extends Contract> = (args: Input<C> & ContextOf<C>) => Promise<Output<C>>

export type Endpoint = ((request: Request, netlify: Context) => Promise<Response>) & { contracts: readonly Contract[] }

const takeRequest = createRateLimit()

/**
 * Turns a contract and a verb into a Netlify Function. The order never changes: CORS → rate limit → caller → input →
 * verb → answer by the contract, or the error as a problem.
 */
export function endpoint<C extends Contract>(contract: C, handler: Handler<C>): Endpoint {
  const serve = async (request: Request, netlify: Context): Promise<Response> => {
    const headers = corsHeaders(request)
    try {
      return await answer(contract, handler, request, netlify, headers)
    } catch (error) {
      if (!(error instanceof AppError)) {
        log.error('request.failed', error, {
          requestId: netlify.requestId,
          method: contract.method,
          path: contract.path,
        })
      }
      return problemResponse(error, netlify.requestId, headers)
    }
  }
  return Object.assign(serve, { contracts: [contract] })
}

async function answer<C extends Contract>(
  contract: C,
  handler: Handler<C>,
  request: Request,
  netlify: Context,
  headers: Headers,
): Promise<Response> {
  const perMinute = readEnv().RATE_LIMIT_PER_MINUTE
  takeRequest(`ip:${netlify.ip}`, perMinute * 2)
  const cookies = openCookies(request, headers)
  const sentKey = contract.idempotent ? (request.headers.get('idempotency-key') ?? undefined) : undefined
  const ctx = await whoAsks(contract, request, netlify, { cookies, key: sentKey })
  if (ctx) takeRequest(`user:${ctx.userId}`, perMinute)

  const { input, bodyText, ifMatch } = await readInput(contract, request, netlify.params)
  // Automation with the secret is nobody's context.
  const caller = ctx ? { ctx: { ...ctx, ifMatch } } : { ctx: null, requestId: netlify.requestId, cookies }
  const isReading = contract.method === 'GET' || contract.isQuestion?.(input.body) === true
  const run = async () => {
    // safe: the audience decides both the context made above and the type the handler asks for
    const output = await handler({ ...input, ...caller } as Input<C> & ContextOf<C>).catch((error: unknown) => {
      throw isReading && isUnknown(error) ? databaseUnavailable(error) : error
    })
    return { status: contract.status ?? 200, body: readByRow(contract, output, netlify.requestId) }
  }

  if (contract.status === 302) return redirectResponse((await run()).body, headers)
  if (contract.file) return fileResponse(FileAnswer.parse((await run()).body), headers)
  if (contract.streams) return streamResponse(TextStream.parse((await run()).body), headers)
  const key = isReading ? undefined : sentKey
  if (!key || !ctx) {
    const { status, body } = await run()
    return Response.json(body, { status, headers })
  }
  const { pathname } = new URL(request.url)
  const { status, body, isReplayed } = await onceByKey(
    ctx.db,
    { key, method: request.method, path: pathname, bodyText, isRepeatable: contract.isRepeatable },
    run,
  )
  if (isReplayed) headers.set('idempotency-replayed', 'true')
  return Response.json(body, { status, headers })
}

function readByRow(contract: Contract, output: unknown, requestId: string): unknown {
  const body = readAnswer(contract.response, output)
  const rows = z.object({ unreadable }).safeParse(body).data?.unreadable
  if (rows?.length) log.warn('answer.unreadable_rows', { requestId, path: contract.path, rows: JSON.stringify(rows) })
  return body
}

// What only reads can lose nothing.
const isUnknown = (error: unknown) => error instanceof AppError && error.code === 'outcome_unknown'

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"

function fileResponse({ filename, content_type, is_page, bytes }: FileAnswer, headers: Headers): Response {
  headers.set('content-type', content_type)
  if (is_page) headers.set('content-security-policy', PAGE_POLICY)
  else headers.set('content-disposition', contentDisposition(filename))
  return new Response(bytes, { headers })
}

function streamResponse(text: TextStream, headers: Headers): Response {
  headers.set('content-type', 'text/plain; charset=utf-8')
  headers.set('cache-control', 'no-store')
  return new Response(toByteStream(text), { headers })
}

function redirectResponse(body: unknown, headers: Headers): Response {
  headers.set('location', Redirect.parse(body).location)
  return new Response(null, { status: 302, headers })
}

const Redirect = z.object({ location: z.url() })

async function whoAsks(
  contract: Contract,
  request: Request,
  netlify: Context,
  sent: { cookies: Cookies; key: string | undefined },
): Promise<UserContext | undefined> {
  const isMachine =
    contract.audience === 'machine' || (contract.opensWithSecret && request.headers.has(MACHINE_SECRET_HEADER))
  if (isMachine && !hasMachineSecret(request)) throw new AppError('secret_invalid')
  if (!isMachine && contract.audience === 'user') return signIn(request, netlify, sent)
  return undefined
}

/** Several verbs on one path: by method, and by `selector` where two share a method. */
export function oneAddress(...endpoints: [Endpoint, ...Endpoint[]]): Endpoint {
  const serve = async (request: Request, netlify: Context): Promise<Response> => {
    const query = new URL(request.url).searchParams
    const found = endpoints.find(({ contracts }) =>
      contracts.some(({ method, selector }) => method === request.method && isSelected(selector, query)),
    )
    if (found) return found(request, netlify)
    const headers = corsHeaders(request)
    headers.set('allow', endpoints.flatMap(({ contracts }) => contracts.map(({ method }) => method)).join(', '))
    return problemResponse(new AppError('method_not_allowed'), netlify.requestId, headers)
  }
  return Object.assign(serve, { contracts: endpoints.flatMap(({ contracts }) => contracts) })
}

const isSelected = (selector: Contract['selector'], query: URLSearchParams) =>
  Object.entries(selector ?? {}).every(([name, value]) => query.get(name) === value)
