import { ProviderError } from '../errors.ts'
import { readJson, retryAfterSeconds } from '../http.ts'
import { ErrorBody, outcomeOf, PROVIDER, StreamEvent, VERSION } from './types.ts'

type Request = {
  baseUrl: string
  apiKey: string
  body: object
  /** Until the answer begins, and again until its last byte. */
  timeoutMs: number
  signal: AbortSignal | undefined
}

/** Longer than any text that is asked for. */
const MAX_BYTES = 256 * 1024

const failure = (code: string) => new ProviderError({ provider: PROVIDER, outcome: 'try_later', code })

/** Asks for text and reads it as server-sent events. Throws `ProviderError`; when `signal` aborts, its reason. */
export async function streamText({
  baseUrl,
  apiKey,
  body,
  timeoutMs,
  signal,
}: Request): Promise<AsyncIterable<string>> {
  const timeout = AbortSignal.timeout(timeoutMs * 2)
  const response = await fetch(`${baseUrl.replace(/\/$/, '')}/v1/messages`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'x-api-key': apiKey, 'anthropic-version': VERSION, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  }).catch(() => {
    if (signal?.aborted) throw signal.reason
    throw failure(timeout.aborted ? 'timed_out' : 'no_answer')
  })
  if (response.status !== 200 || !response.body) {
    const bytes = new Uint8Array((await response.arrayBuffer().catch(() => new ArrayBuffer(0))).slice(0, 4096))
    const { status, headers } = response
    const outcome = outcomeOf(status)
    throw new ProviderError({
      provider: PROVIDER,
      outcome,
      code: readJson(bytes, ErrorBody)?.error.type ?? `http_${status}`,
      status,
      retryAfterSeconds: outcome === 'try_later' ? retryAfterSeconds(headers) : undefined,
    })
  }
  return readEvents(response.body, signal)
}

async function* readEvents(body: ReadableStream<Uint8Array>, signal: AbortSignal | undefined): AsyncIterable<string> {
  let waiting = ''
  let size = 0
  try {
    const decoder = new TextDecoder()
    for await (const bytes of body) {
      size += bytes.byteLength
      if (size > MAX_BYTES) throw failure('answer_too_large')
      waiting += decoder.decode(bytes, { stream: true })
      const lines = waiting.split('\n')
      waiting = lines.pop() ?? ''
      for (const line of lines) {
        const event = line.startsWith('data:') ? readEvent(line.slice('data:'.length)) : null
        if (event?.type === 'message_stop') return
        if (event?.type === 'error') throw failure(event.error.type)
        if (event?.type === 'content_block_delta' && event.delta.text) yield event.delta.text
      }
    }
  } catch (error) {
    if (error instanceof ProviderError) throw error
    if (signal?.aborted) throw signal.reason
    throw failure('answer_cut')
  }
  // Without its last event the text may be half a sentence.
  throw failure('answer_cut')
}

const readEvent = (data: string) => readJson(new TextEncoder().encode(data), StreamEvent)
