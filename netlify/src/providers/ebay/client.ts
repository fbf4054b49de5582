import type { z } from 'zod'
import { type ProviderAnswer, readJson, repeatSafely, sendToProvider } from '../http.ts'
import { PROVIDER, restFailure, tradingFailure, unreadable } from './failures.ts'
import type { TradingEnvelope } from './types.ts'
import { buildTradingRequest, readXml } from './xml.ts'

export type EbayAccount = {
  /** `https://api.ebay.com`: REST and Trading. */
  apiUrl: string
  /** `https://apiz.ebay.com`: identity. */
  apizUrl: string
  /** A user's, or the application's where a call says so. */
  accessToken: string
  timeoutMs: number
  signal?: AbortSignal | undefined
}

type RestCall = {
  path: string
  query?: Record<string, string>
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: object
  host?: 'api' | 'apiz'
}

/** Two hundred items with everything eBay knows of them take under 2 MB. */
const MAX_RESPONSE_BYTES = 8 * 1024 * 1024
/** The schema of 2026; eBay keeps answering in the version it is asked in. */
const COMPATIBILITY_LEVEL = '1451'
/** The site a seller sells on is in each listing; this one only chooses the language of messages. */
const SITE_US = '0'

/** One REST request, whatever its status. Throws `ProviderError` when no answer came. */
export async function sendRest(account: EbayAccount, call: RestCall): Promise<ProviderAnswer> {
  const { path, query, method = 'GET', body, host = 'api' } = call
  return sendToProvider({
    provider: PROVIDER,
    baseUrl: host === 'apiz' ? account.apizUrl : account.apiUrl,
    path,
    ...(query && { query }),
    method,
    headers: {
      authorization: `Bearer ${account.accessToken}`,
      // eBay refuses the `*` that Node would send, also where nothing is written.
      'accept-language': 'en-US',
      ...(body && { 'content-type': 'application/json', 'content-language': 'en-US' }),
    },
    ...(body && { body: JSON.stringify(body) }),
    timeoutMs: account.timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    signal: account.signal,
  })
}

/** Asks REST and, being a question, once more when the answer was lost or put off for a moment. Throws `ProviderError`. */
export async function readRest<T>(account: EbayAccount, call: RestCall, schema: z.ZodType<T>): Promise<T> {
  return repeatSafely(
    async () => {
      const answer = await sendRest(account, call)
      if (answer.status !== 200) throw restFailure(answer)
      return jsonOf(answer, schema)
    },
    { signal: account.signal },
  )
}

export function jsonOf<T>({ bytes, status }: ProviderAnswer, schema: z.ZodType<T>): T {
  const body = readJson(bytes, schema)
  if (body === null) throw unreadable(status)
  return body
}

/** One Trading call, whatever its Ack. Throws `ProviderError` when no answer came or none that can be read. */
export async function sendTrading<T extends TradingEnvelope>(
  account: EbayAccount,
  callName: string,
  fields: object,
  schema: z.ZodType<T>,
): Promise<T> {
  const answer = await sendToProvider({
    provider: PROVIDER,
    baseUrl: account.apiUrl,
    path: '/ws/api.dll',
    method: 'POST',
    headers: {
      accept: 'text/xml',
      'content-type': 'text/xml',
      'x-ebay-api-call-name': callName,
      'x-ebay-api-siteid': SITE_US,
      'x-ebay-api-compatibility-level': COMPATIBILITY_LEVEL,
      'x-ebay-api-iaf-token': account.accessToken,
    },
    body: buildTradingRequest(callName, fields),
    timeoutMs: account.timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    signal: account.signal,
  })
  if (answer.status !== 200) throw restFailure(answer)
  const body = readXml(answer.bytes, `${callName}Response`, schema)
  if (body === null) throw unreadable(answer.status)
  return body
}

/** A Trading call that only asks: a Failure is thrown, and a passing one is asked once more. */
export async function readTrading<T extends TradingEnvelope>(
  account: EbayAccount,
  callName: string,
  fields: object,
  schema: z.ZodType<T>,
): Promise<T> {
  return repeatSafely(
    async () => {
      const answer = await sendTrading(account, callName, fields, schema)
      const failure = tradingFailure(answer)
      if (failure) throw failure
      return answer
    },
    { signal: account.signal },
  )
}
