import { lookup as resolve } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { readEnv } from '../env.ts'
import { AddressRefused, isPublicIp, judgeUrl } from './judge-address.ts'

/** `refused`: our rules forbid the address. `too_large`: more bytes than allowed. `unreachable`: no whole answer came. */
export type FetchCode = 'refused' | 'too_large' | 'unreachable'

/** Why nothing was loaded, with a sentence for people that names no address. */
export class GuardedFetchError extends Error {
  readonly code: FetchCode
  /** Another attempt may succeed: the connection broke in the middle. */
  readonly isPassing: boolean
  constructor(
    code: FetchCode,
    message: string,
    { isPassing = false, cause }: { isPassing?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.name = 'GuardedFetchError'
    this.code = code
    this.isPassing = isPassing
  }
}

export type FetchLimits = {
  maxBytes: number
  /** For everything: names, connections, redirects and the last byte. */
  totalMs: number
  /** Once `graceMs` are over, a slower answer ends. */
  minBytesPerSecond: number
  graceMs: number
}

const MAX_REDIRECTS = 3
const CONNECT_MS = 5_000
const TRIES = 2
const RETRY_PAUSE_MS = 200

type Resolve = (hostname: string) => Promise<{ address: string; family: number }[]>
type Options = {
  signal?: AbortSignal | undefined
  /** How names become addresses; tests bring their own. */
  resolveName?: Resolve
  /** Loopback addresses of emulators, each with its port. */
  allowedOrigins?: readonly string[]
}

/**
 * The bytes at an address that a person or a vendor gave. Judges the address, every address that its name resolves to,
 * and every redirect; the connection goes to a judged address, so a name that changes in between changes nothing.
 * Throws `GuardedFetchError`. An answer that breaks off is requested once more.
 */
export async function fetchBytes(text: string, limits: FetchLimits, options: Options = {}): Promise<Uint8Array> {
  const timeout = AbortSignal.timeout(limits.totalMs)
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout
  const allowedOrigins = options.allowedOrigins ?? localOrigins()
  for (let tries = 1; ; tries += 1) {
    try {
      return await follow(text, limits, { ...options, signal, allowedOrigins })
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason
      const failure = toFailure(error, timeout)
      if (!failure.isPassing || tries >= TRIES) throw failure
      await sleep(RETRY_PAUSE_MS, undefined, { signal }).catch(() => undefined)
    }
  }
}

/** The emulators' addresses, in local mode only; a deployed function allows none, whatever the variable says. */
export function localOrigins(): readonly string[] {
  const { OPSYNCPRO_ENVIRONMENT, FETCH_LOCAL_ORIGINS } = readEnv()
  return OPSYNCPRO_ENVIRONMENT === 'local' ? FETCH_LOCAL_ORIGINS : []
}

type Following = Options & { signal: AbortSignal; allowedOrigins: readonly string[] }

async function follow(text: string, limits: FetchLimits, options: Following): Promise<Uint8Array> {
  const agent = guardedAgent(options)
  try {
    let url = judgeUrl(text, options.allowedOrigins)
    for (let redirects = 0; ; redirects += 1) {
      const answer = await request(url, {
        dispatcher: agent,
        signal: options.signal,
        headers: {
          accept: 'image/*,*/*;q=0.5',
          'accept-encoding': 'identity',
          'user-agent': 'OpSyncPro',
        },
      })
      const { location } = answer.headers
      if (answer.statusCode < 300 || answer.statusCode >= 400 || typeof location !== 'string') {
        return await readBody(answer, limits)
      }
      await discard(answer.body)
      if (redirects >= MAX_REDIRECTS) throw new GuardedFetchError('unreachable', 'The link redirects too often.')
      const next = URL.parse(location, url)
      if (!next) throw new GuardedFetchError('unreachable', 'The link redirects to what is no link.')
      url = judgeUrl(next.href, options.allowedOrigins)
    }
  } finally {
    // Nothing is kept open: the next picture is at another address.
    await agent.destroy().catch(() => undefined)
  }
}

/** A dispatcher that connects only to public addresses, whatever a name resolves to. Literals are judged by `judgeUrl`. */
export function guardedAgent({ resolveName = resolveAll, allowedOrigins = [] }: Options = {}): Agent {
  const allowedHosts = new Set(allowedOrigins.map((origin) => new URL(origin).hostname))
  const lookup: LookupFunction = (hostname, options, done) => {
    resolveName(hostname).then(
      (found) => {
        const isAllowed = allowedHosts.has(hostname)
        const [first] = found
        if (!first || (!isAllowed && !found.every(({ address }) => isPublicIp(address)))) {
          return done(new AddressRefused('This link leads to a private address.'), '', 0)
        }
        if (options.all) done(null, found)
        else done(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    )
  }
  return new Agent({
    connect: { lookup, timeout: CONNECT_MS },
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 16_384,
    pipelining: 0,
  })
}

const resolveAll: Resolve = (hostname) => resolve(hostname, { all: true })

type Answer = Awaited<ReturnType<typeof request>>

async function readBody({ statusCode, headers, body }: Answer, limits: FetchLimits): Promise<Uint8Array> {
  if (statusCode !== 200) {
    await discard(body)
    throw new GuardedFetchError('unreachable', `The link answered ${statusCode}.`, { isPassing: statusCode >= 500 })
  }
  const encoding = String(headers['content-encoding'] ?? 'identity')
  if (encoding.toLowerCase() !== 'identity') {
    await discard(body)
    throw new GuardedFetchError('unreachable', 'The link answered with compressed data.')
  }
  const announced = Number(headers['content-length'] ?? Number.NaN)
  if (announced > limits.maxBytes) {
    await discard(body)
    throw tooLarge(limits)
  }
  return collect(body, limits)
}

async function collect(body: Answer['body'], limits: FetchLimits): Promise<Uint8Array> {
  const startedAt = performance.now()
  const chunks: Uint8Array[] = []
  let size = 0
  const watch = setInterval(
    () => {
      const ms = performance.now() - startedAt
      if (ms > limits.graceMs && (size / ms) * 1000 < limits.minBytesPerSecond) {
        body.destroy(new GuardedFetchError('unreachable', 'The link answers too slowly.'))
      }
    },
    Math.max(10, Math.min(1000, limits.graceMs / 4)),
  )
  try {
    for await (const chunk of body) {
      size += chunk.length
      if (size > limits.maxBytes) {
        await discard(body)
        throw tooLarge(limits)
      }
      chunks.push(chunk)
    }
  } finally {
    clearInterval(watch)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

const tooLarge = ({ maxBytes }: FetchLimits) =>
  new GuardedFetchError('too_large', `The file is larger than ${Math.round(maxBytes / 1024 / 1024)} MB.`)

// The rest of an answer is not read; a body that was destroyed reports an error that nobody waits for.
async function discard(body: Answer['body']): Promise<void> {
  body.on('error', () => undefined)
  body.destroy()
}

function toFailure(error: unknown, timeout: AbortSignal): GuardedFetchError {
  if (error instanceof GuardedFetchError) return error
  const refused = [error, error instanceof Error ? error.cause : undefined].find((one) => one instanceof AddressRefused)
  if (refused instanceof AddressRefused) return new GuardedFetchError('refused', refused.message)
  if (timeout.aborted) return new GuardedFetchError('unreachable', 'The link did not answer in time.', { cause: error })
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new GuardedFetchError('unreachable', 'The link leads nowhere.', { cause: error })
  }
  return new GuardedFetchError('unreachable', 'The connection broke off.', { isPassing: true, cause: error })
}
