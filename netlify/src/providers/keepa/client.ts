import type { z } from 'zod'
import { ProviderError, type ProviderOutcome } from '../errors.ts'
import { type ProviderAnswer, readJson, repeatSafely, retryAfterSeconds, sendToProvider } from '../http.ts'
import { waitSeconds } from './mapping.ts'
import {
  KeepaFinderAnswer as FinderAnswer,
  KeepaEnvelope,
  type KeepaFinderAnswer,
  type KeepaProductAnswer,
  KeepaProductAnswer as ProductAnswer,
} from './types.ts'

export type KeepaAccount = { baseUrl: string; apiKey: string; timeoutMs: number }

/** A hundred products without history take about 3 MB. */
const MAX_RESPONSE_BYTES = 20 * 1024 * 1024
const PROVIDER = 'keepa'

/** By ASINs, or by codes with the most products that each code may bring. Never both. */
export type ProductQuestion = {
  domainId: number
  signal?: AbortSignal | undefined
  /** Current prices, offers and rank. */
  stats?: boolean
  videos?: boolean
} & ({ asins: readonly string[] } | { codes: readonly string[]; codeLimit: number })

/** `GET /product`, for up to 100 ASINs or codes. Throws `ProviderError`. */
export function requestProducts(account: KeepaAccount, question: ProductQuestion): Promise<KeepaProductAnswer> {
  const { domainId, stats, videos, signal } = question
  const query = {
    domain: String(domainId),
    history: '0',
    // A window of one day: only the current values are read.
    ...(stats && { stats: '1' }),
    ...(videos && { videos: '1' }),
    // Without a limit Keepa answers, and charges, every product of a code: one code can cost 1,500 tokens.
    ...('asins' in question
      ? { asin: question.asins.join(',') }
      : { code: question.codes.join(','), 'code-limit': String(question.codeLimit) }),
  }
  return ask(account, { path: '/product', query, signal }, ProductAnswer)
}

/** `POST /query`: the ASINs of a selection, best first. Throws `ProviderError`. */
export function requestFinder(
  account: KeepaAccount,
  { domainId, selection, signal }: { domainId: number; selection: object; signal?: AbortSignal | undefined },
): Promise<KeepaFinderAnswer> {
  const query = { domain: String(domainId) }
  return ask(account, { path: '/query', query, body: JSON.stringify(selection), signal }, FinderAnswer)
}

/** `GET /token`: the account alone, for nothing. Throws `ProviderError`. */
export const requestTokens = (account: KeepaAccount, signal?: AbortSignal): Promise<KeepaEnvelope> =>
  ask(account, { path: '/token', query: {}, signal }, KeepaEnvelope)

type Question = { path: string; query: Record<string, string>; body?: string; signal?: AbortSignal | undefined }

// Everything here reads, so it may be repeated at the price of the tokens.
function ask<T extends KeepaEnvelope>(
  { baseUrl, apiKey, timeoutMs }: KeepaAccount,
  { path, query, body, signal }: Question,
  schema: z.ZodType<T>,
): Promise<T> {
  const send = async () =>
    readAnswer(
      await sendToProvider({
        provider: PROVIDER,
        baseUrl,
        path,
        query: { key: apiKey, ...query },
        ...(body !== undefined && {
          method: 'POST' as const,
          body,
          headers: { 'content-type': 'application/json' },
        }),
        timeoutMs,
        maxResponseBytes: MAX_RESPONSE_BYTES,
        signal,
      }),
      schema,
    )
  return repeatSafely(send, { signal })
}

function readAnswer<T extends KeepaEnvelope>({ status, headers, bytes }: ProviderAnswer, schema: z.ZodType<T>): T {
  const envelope = readJson(bytes, KeepaEnvelope)
  if (status !== 200 || envelope?.error) {
    const { outcome, code } = failureOf(status, envelope?.error?.type)
    const wait = retryAfterSeconds(headers) ?? (status === 429 && envelope ? waitSeconds(envelope) : undefined)
    throw new ProviderError({
      provider: PROVIDER,
      outcome,
      code,
      status,
      retryAfterSeconds: outcome === 'try_later' ? wait : undefined,
    })
  }
  const answer = readJson(bytes, schema)
  if (!answer) throw new ProviderError({ provider: PROVIDER, outcome: 'try_later', code: 'answer_unreadable', status })
  return answer
}

// An error inside a 200 has only its type; Keepa writes types in both spellings.
function failureOf(status: number, type: string | null | undefined): { outcome: ProviderOutcome; code: string } {
  const code = type || `http_${status}`
  const word = code.replaceAll('_', '').toLowerCase()
  if (status === 429 || word === 'notenoughtoken') return { outcome: 'try_later', code }
  if (status === 402 || status === 401 || status === 403 || word === 'paymentrequired') {
    return { outcome: 'reconnect', code }
  }
  if (status >= 500 || word === 'internalservererror') return { outcome: 'try_later', code }
  return { outcome: 'rejected', code }
}
