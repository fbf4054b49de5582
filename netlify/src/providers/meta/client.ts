import { createHmac } from 'node:crypto'
import type { z } from 'zod'
import { ProviderError } from '../errors.ts'
import { type ProviderAnswer, readJson, repeatSafely, sendToProvider } from '../http.ts'
import { graphFailure, PROVIDER, unreadable } from './failures.ts'

/** The version of the Graph API in every call. Its end: https://developers.facebook.com/docs/graph-api/changelog */
export const GRAPH_VERSION = 'v27.0'

/** One access token, and the host that takes it. */
export type GraphAccess = {
  /** `https://graph.facebook.com`, or `https://graph.instagram.com` for Instagram's own login; without the version. */
  baseUrl: string
  accessToken: string
  /** Facebook Login proves with it that a call comes from our server; null on Instagram's host. */
  appSecret: string | null
  timeoutMs: number
  signal?: AbortSignal | undefined
}

export type GraphCall = {
  /** After the version, with encoded ids: `/1784/media`. */
  path: string
  query?: Readonly<Record<string, string>>
  method?: 'GET' | 'POST'
  /** Sent as a form. Only methods that write have one. */
  form?: Readonly<Record<string, string>>
  json?: object
}

/** A hundred pages, or fifty messages with their attachments, take under 1 MB. */
const MAX_RESPONSE_BYTES = 4 * 1024 * 1024

/** One request to the Graph API. Throws `ProviderError`. */
export async function sendGraph(access: GraphAccess, call: GraphCall): Promise<ProviderAnswer> {
  const { path, query, method = 'GET', form, json } = call
  const { accessToken, appSecret } = access
  const answer = await sendToProvider({
    provider: PROVIDER,
    baseUrl: access.baseUrl,
    path: `/${GRAPH_VERSION}${path}`,
    method,
    query: { ...query, ...(appSecret !== null && { appsecret_proof: proofOf(accessToken, appSecret) }) },
    headers: {
      authorization: `Bearer ${accessToken}`,
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(json && { 'content-type': 'application/json' }),
    },
    ...(form && { body: new URLSearchParams(form).toString() }),
    ...(json && { body: JSON.stringify(json) }),
    timeoutMs: access.timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    signal: access.signal,
  })
  if (answer.status < 200 || answer.status >= 300) throw graphFailure(answer)
  return answer
}

const proofOf = (accessToken: string, appSecret: string) =>
  createHmac('sha256', appSecret).update(accessToken).digest('hex')

/** Sends a write once. */
export const writeGraph = async <T>(access: GraphAccess, call: GraphCall, schema: z.ZodType<T>): Promise<T> =>
  readAs(await sendGraph(access, { method: 'POST', ...call }), schema)

/** Reads; once more when the answer was lost, or when Meta does not know yet what it made a moment ago. */
export async function readGraph<T>(access: GraphAccess, call: GraphCall, schema: z.ZodType<T>): Promise<T> {
  const read = async () => readAs(await sendGraph(access, call), schema)
  try {
    return await repeatSafely(read, { signal: access.signal })
  } catch (error) {
    if (error instanceof ProviderError && error.code === 'graph.100.33') return read()
    throw error
  }
}

function readAs<T>({ bytes, status }: ProviderAnswer, schema: z.ZodType<T>): T {
  const body = readJson(bytes, schema)
  if (body === null) throw unreadable(status)
  return body
}

type Page<Item> = {
  data: Item[]
  paging?:
    | { cursors?: { after?: string | null | undefined } | null | undefined; next?: string | null | undefined }
    | null
    | undefined
}

/** Where the next page begins; null after the last one. */
export const nextOf = <Item>({ paging }: Page<Item>): string | null =>
  paging?.next ? (paging.cursors?.after ?? null) : null

/** Every item of a list, up to `maxPages` pages. */
export async function readAll<Item>(
  access: GraphAccess,
  call: GraphCall,
  schema: z.ZodType<Page<Item>>,
  maxPages: number,
): Promise<Item[]> {
  const items: Item[] = []
  let after: string | null = null
  for (let pages = 0; pages < maxPages; pages += 1) {
    const query: Record<string, string> = { ...call.query, ...(after !== null && { after }) }
    const page: Page<Item> = await readGraph(access, { ...call, query }, schema)
    items.push(...page.data)
    after = nextOf(page)
    if (after === null) break
  }
  return items
}

/** An id in a path. */
export const idPath = (id: string): string => `/${encodeURIComponent(id)}`
