import { ProviderError } from '../errors.ts'
import { type ProviderRequest, readJson, repeatSafely, sendToProvider } from '../http.ts'
import { graphFailure, PROVIDER, unreadable } from './failures.ts'
import { UploadSessionState } from './types.ts'

// Anyone with one of the URLs below can use it: they get no Authorization header, are never logged, and are stored
// sealed or not at all.

type Options = { baseUrl: string; timeoutMs: number; signal?: AbortSignal | undefined }

const MAX_RESPONSE_BYTES = 100 * 1024

/**
 * The bytes that an upload still waits for. Throws `ProviderError`: `gone` when the session is over, also after the
 * last byte.
 */
export async function readUploadSession(uploadUrl: string, options: Options) {
  const answer = await repeatSafely(() => ask(uploadUrl, options), { signal: options.signal })
  const state = readJson(answer.bytes, UploadSessionState)
  if (!state) throw unreadable(answer.status)
  return { nextExpectedRanges: state.nextExpectedRanges, expiresAt: new Date(state.expirationDateTime) }
}

/** Cancels an upload and discards its bytes. Throws `ProviderError`: `gone` when the session is over. */
export async function cancelUploadSession(uploadUrl: string, options: Options): Promise<void> {
  await repeatSafely(() => ask(uploadUrl, options, { method: 'DELETE' }), { signal: options.signal })
}

/** The first bytes of a file, at most `count`. Throws `ProviderError`: `gone` when the URL is too old. */
export async function readFileHead(downloadUrl: string, count: number, options: Options): Promise<Uint8Array> {
  const headers = { range: `bytes=0-${count - 1}`, accept: '*/*', 'accept-encoding': 'identity' }
  const { bytes } = await repeatSafely(() => ask(downloadUrl, options, { headers }), { signal: options.signal })
  return bytes.subarray(0, count)
}

async function ask(url: string, { baseUrl, timeoutMs, signal }: Options, more: Partial<ProviderRequest> = {}) {
  const { protocol, origin, pathname, search } = contentAddress(url, baseUrl)
  const allowedOrigins = protocol === 'http:' && isEmulated(baseUrl) ? [origin] : []
  const request = { provider: PROVIDER, baseUrl: origin, path: pathname + search, timeoutMs, signal, allowedOrigins }
  const answer = await sendToProvider({ maxResponseBytes: MAX_RESPONSE_BYTES, ...request, ...more })
  if (answer.status >= 200 && answer.status < 300) return answer
  // The request carried no token, so a refusal means that the URL is too old.
  if (answer.status === 401) {
    throw new ProviderError({ provider: PROVIDER, outcome: 'gone', code: 'address_expired', status: 401 })
  }
  throw graphFailure(answer)
}

// Only an emulator's Graph is not encrypted; `contentAddress` then allows links to its machine alone.
const isEmulated = (graphUrl: string) => URL.parse(graphUrl)?.protocol === 'http:'

// A URL from Microsoft is only used when it is encrypted, or on the machine that Graph itself is on (an emulator).
function contentAddress(url: string, graphUrl: string): URL {
  const address = URL.parse(url)
  if (address?.protocol === 'https:' || (address && address.hostname === URL.parse(graphUrl)?.hostname)) return address
  throw new ProviderError({ provider: PROVIDER, outcome: 'rejected', code: 'foreign_link' })
}
