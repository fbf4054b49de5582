import { ProviderError, type ProviderOutcome } from '../errors.ts'
import { type ProviderAnswer, readJson, repeatSafely, retryAfterSeconds, sendToProvider } from '../http.ts'
import { waitSeconds } from './mapping.ts'
import { KeepaEnvelope, type KeepaProductAnswer, KeepaProductAnswer as ProductAnswer } from './types.ts'

export type KeepaAccount = { baseUrl: string; apiKey: string; timeoutMs: number }

/** A hundred products without history take about 3 MB. */
const MAX_RESPONSE_BYTES = 20 * 1024 * 1024
const PROVIDER = 'keepa'

/** `GET /product` for up to 100 ASINs. Throws `ProviderError`. */
export async function requestProducts(
  { baseUrl, apiKey, timeoutMs }: KeepaAccount,
  { domainId, asins, signal }: { domainId: number; asins: readonly string[]; signal?: AbortSignal | undefined },
): Promise<KeepaProductAnswer> {
  const query = { key: apiKey, domain: String(domainId), asin: asins.join(','), history: '0' }
  const ask = async () =>
    readAnswer(
      await sendToProvider({
        provider: PROVIDER,
        baseUrl,
        path: '/product',
        query,
        timeoutMs,
        maxResponseBytes: MAX_RESPONSE_BYTES,
        signal,
      }),
    )
  return repeatSafely(ask, { signal })
}

function readAnswer({ status, headers, bytes }: ProviderAnswer): KeepaProductAnswer {
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
  const answer = readJson(bytes, ProductAnswer)
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
