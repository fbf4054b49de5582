import { Client, type GraphRequest, type Middleware, ResponseType } from '@microsoft/microsoft-graph-client'
import type { z } from 'zod'
import { ProviderError } from '../errors.ts'
import { type ProviderAnswer, readJson, repeatSafely, sendToProvider } from '../http.ts'
import { graphFailure, PROVIDER, unreadable } from './failures.ts'

export type GraphAccount = {
  /** `https://graph.microsoft.com`, without the version. */
  baseUrl: string
  accessToken: string
  timeoutMs: number
  signal?: AbortSignal | undefined
}

type Ask = (api: (path: string) => GraphRequest) => Promise<unknown>

/** Two hundred items with their download URLs take under 1 MB. */
const MAX_RESPONSE_BYTES = 5 * 1024 * 1024

/** Sends one request, with Microsoft's client on our own transport. Throws `ProviderError`. */
export async function askGraph<T>(account: GraphAccount, ask: Ask, schema: z.ZodType<T>): Promise<T> {
  const answer = await send(account, ask)
  const body = readJson(answer.bytes, schema)
  if (body === null) throw unreadable(answer.status)
  return body
}

/** Like `askGraph`, with one repetition when the answer was lost or briefly postponed. For reads only. */
export const readGraph = <T>(account: GraphAccount, ask: Ask, schema: z.ZodType<T>): Promise<T> =>
  repeatSafely(() => askGraph(account, ask, schema), { signal: account.signal })

/** Sends a request whose answer has no body, such as a deletion. Throws `ProviderError`. */
export async function tellGraph(account: GraphAccount, ask: Ask): Promise<void> {
  await send(account, ask)
}

/**
 * A URL that Graph made, such as the next page, as a path for the client. Throws `rejected` for a URL on another host.
 */
export function pathOfGraphUrl({ baseUrl }: GraphAccount, url: string): string {
  const prefix = `${baseUrl.replace(/\/$/, '')}/v1.0/`
  if (!url.startsWith(prefix))
    throw new ProviderError({ provider: PROVIDER, outcome: 'rejected', code: 'foreign_link' })
  return url.slice(prefix.length - 1)
}

async function send(account: GraphAccount, ask: Ask): Promise<ProviderAnswer> {
  const { transport, result } = createTransport(account)
  const client = Client.initWithMiddleware({ baseUrl: account.baseUrl, middleware: transport })
  // Raw, because the errors of Microsoft's client carry Microsoft's prose; its rejection wraps our own failure.
  await ask((path) => client.api(path).responseType(ResponseType.RAW)).catch((error: unknown) => {
    throw result().failure ?? error
  })
  const { answer } = result()
  if (!answer) throw unreadable()
  if (answer.status < 200 || answer.status >= 300) throw graphFailure(answer)
  return answer
}

/**
 * The only handler of the client's chain: the token, timeouts, size limit, no redirects. The client's own handlers
 * would follow redirects, repeat writes and report usage.
 */
function createTransport({ baseUrl, accessToken, timeoutMs, signal }: GraphAccount) {
  let answer: ProviderAnswer | undefined
  let failure: unknown
  const transport: Middleware = {
    async execute(context) {
      try {
        const { method, body } = context.options ?? {}
        answer = await sendToProvider({
          provider: PROVIDER,
          baseUrl,
          path: String(context.request).slice(baseUrl.length),
          method: METHODS.find((known) => known === method) ?? 'GET',
          headers: { authorization: `Bearer ${accessToken}`, ...(body !== undefined && JSON_TYPE) },
          ...(typeof body === 'string' && { body }),
          timeoutMs,
          maxResponseBytes: MAX_RESPONSE_BYTES,
          signal,
        })
      } catch (error) {
        failure = error
        throw error
      }
      context.response = new Response(null, { status: answer.status, headers: answer.headers })
    },
  }
  return { transport, result: () => ({ answer, failure }) }
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const JSON_TYPE = { 'content-type': 'application/json' }
