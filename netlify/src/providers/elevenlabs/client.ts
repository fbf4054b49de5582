import type { z } from 'zod'
import { ProviderError } from '../errors.ts'
import { readJson, retryAfterSeconds, sendToProvider } from '../http.ts'
import { openProviderFile, type ProviderFile } from '../stream.ts'
import { toFailure } from './mapping.ts'
import { ErrorBody } from './types.ts'

export type ElevenLabsAccount = { baseUrl: string; apiKey: string; timeoutMs: number }

type Question = {
  method?: 'GET' | 'POST' | 'DELETE'
  path: string
  query?: Record<string, string>
  form?: Record<string, string>
  signal?: AbortSignal | undefined
}

const PROVIDER = 'elevenlabs'
const MAX_RESPONSE_BYTES = 5 * 1024 * 1024
const STALL_MS = 60_000

/** Sends one request. Throws `ProviderError`; `try_later` (`answer_unreadable`) for an answer of another shape. */
export async function ask<T>(
  { baseUrl, apiKey, timeoutMs }: ElevenLabsAccount,
  schema: z.ZodType<T>,
  { method = 'GET', path, query, form, signal }: Question,
): Promise<T> {
  const encoded = form && (await encode(form))
  const { status, headers, bytes } = await sendToProvider({
    provider: PROVIDER,
    baseUrl,
    path,
    method,
    ...(query && { query }),
    headers: { 'xi-api-key': apiKey, ...(encoded && { 'content-type': encoded.type }) },
    ...(encoded && { body: encoded.bytes }),
    timeoutMs,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    signal,
  })
  if (status < 200 || status >= 300) throw refusal(status, headers, bytes)
  const answer = readJson(bytes, schema)
  if (answer === null) {
    throw new ProviderError({ provider: PROVIDER, outcome: 'try_later', code: 'answer_unreadable' })
  }
  return answer
}

/** Opens a file of at most so many bytes. Throws `ProviderError`. */
export async function openFile(
  { baseUrl, apiKey, timeoutMs }: ElevenLabsAccount,
  { path, maxBytes, signal }: { path: string; maxBytes: number; signal: AbortSignal | undefined },
): Promise<ProviderFile> {
  const opened = await openProviderFile({
    provider: PROVIDER,
    baseUrl,
    path,
    headers: { 'xi-api-key': apiKey, accept: '*/*' },
    timeoutMs,
    stallMs: STALL_MS,
    maxResponseBytes: maxBytes,
    signal,
  })
  if (opened.file) return opened.file
  throw refusal(opened.status, opened.headers, opened.bytes)
}

async function encode(fields: Record<string, string>): Promise<{ type: string; bytes: Uint8Array<ArrayBuffer> }> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const encoded = new Response(form)
  const type = encoded.headers.get('content-type') ?? ''
  return { type, bytes: new Uint8Array(await encoded.arrayBuffer()) }
}

function refusal(status: number, headers: Headers, bytes: Uint8Array): ProviderError {
  const { outcome, code, waitSeconds } = toFailure(status, readJson(bytes, ErrorBody)?.detail.status)
  const wait = retryAfterSeconds(headers) ?? waitSeconds
  return new ProviderError({
    provider: PROVIDER,
    outcome,
    code,
    status,
    retryAfterSeconds: outcome === 'try_later' ? wait : undefined,
  })
}
