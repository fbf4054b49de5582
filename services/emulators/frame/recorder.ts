import type { Clock } from './clock.ts'

/** One request as `GET /_emulator/requests` shows it. */
export type RecordedRequest = {
  /** Counts up from 1; `?since=` takes the last id that the test has seen. */
  id: number
  at: string
  method: string
  /** Path and query, with secret query values hidden. */
  path: string
  headers: Record<string, string>
  /** JSON and form bodies parsed, other text unchanged, bytes as their declared length; null without a body. */
  body: unknown
  /** null while running and after a dropped connection. */
  status: number | null
  dropped?: 'before' | 'after'
}

export type Recorder = {
  /** Records the request; returns a request whose body can still be read. */
  begin(request: Request): Promise<{ entry: RecordedRequest; request: Request }>
  since(id: number): RecordedRequest[]
  clear(): void
}

const HIDDEN = '[hidden]'
const KEPT_REQUESTS = 5000
const RECORDED_BODY_CHARS = 64 * 1024
const TEXT_BODY_LIMIT_BYTES = 8 * 1024 * 1024
const SECRET_HEADERS = /^(?:proxy-)?authorization$|^cookie$|api-?key|token|secret/

export type RecorderOptions = {
  /** Lower case names of fields and query parameters to hide. */
  secretFields: readonly string[]
  /** Requests whose bodies stay unread, whatever their type. */
  isBytes?: ((method: string, path: string) => boolean) | undefined
}

/** Keeps the last 5000 requests in memory; values of secret fields are replaced before they are stored. */
export function createRecorder(clock: Clock, { secretFields, isBytes = () => false }: RecorderOptions): Recorder {
  const isSecret = (name: string) => secretFields.includes(name.toLowerCase())
  let entries: RecordedRequest[] = []
  let lastId = 0
  return {
    async begin(request) {
      const { body, replay } = await readBody(request, isSecret, isBytes(request.method, new URL(request.url).pathname))
      const entry: RecordedRequest = {
        id: ++lastId,
        at: clock.iso(),
        method: request.method,
        path: maskedPath(new URL(request.url), isSecret),
        headers: maskedHeaders(request.headers),
        body,
        status: null,
      }
      entries.push(entry)
      if (entries.length > KEPT_REQUESTS) entries = entries.slice(-KEPT_REQUESTS)
      return { entry, request: replay }
    },
    since: (id) => entries.filter((entry) => entry.id > id),
    clear: () => {
      entries = []
    },
  }
}

/** The body exceeds the limit for text. */
export class BodyTooLarge extends Error {}

type IsSecret = (fieldName: string) => boolean

async function readBody(
  request: Request,
  isSecret: IsSecret,
  isBytes: boolean,
): Promise<{ body: unknown; replay: Request }> {
  if (request.method === 'GET' || request.method === 'HEAD') return { body: null, replay: request }
  const type = request.headers.get('content-type') ?? ''
  const length = request.headers.get('content-length')
  const isText = !isBytes && /json|x-www-form-urlencoded|^text\//.test(type)
  if (!isText)
    return { body: length === '0' ? null : { bytes: length === null ? null : Number(length) }, replay: request }
  if (Number(length ?? 0) > TEXT_BODY_LIMIT_BYTES) throw new BodyTooLarge()
  const text = await request.text()
  if (text.length > TEXT_BODY_LIMIT_BYTES) throw new BodyTooLarge()
  // The routes still need the body, so they get a new request with the same text.
  const replay = new Request(request.url, { method: request.method, headers: request.headers, body: text })
  return {
    body: text.length > RECORDED_BODY_CHARS ? { characters: text.length } : parsedBody(type, text, isSecret),
    replay,
  }
}

function parsedBody(type: string, text: string, isSecret: IsSecret): unknown {
  if (text === '') return null
  if (type.includes('x-www-form-urlencoded')) return masked(Object.fromEntries(new URLSearchParams(text)), isSecret)
  if (!type.includes('json')) return text
  try {
    return masked(JSON.parse(text), isSecret)
  } catch {
    return text
  }
}

function masked(value: unknown, isSecret: IsSecret): unknown {
  if (Array.isArray(value)) return value.map((inner) => masked(inner, isSecret))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, isSecret(name) ? HIDDEN : masked(inner, isSecret)]),
  )
}

function maskedPath(url: URL, isSecret: IsSecret): string {
  const query = url.search
    .slice(1)
    .split('&')
    .map((part) => {
      const name = part.split('=', 1)[0] ?? ''
      return isSecret(decodeURIComponent(name)) ? `${name}=${HIDDEN}` : part
    })
    .join('&')
  return query === '' ? url.pathname : `${url.pathname}?${query}`
}

function maskedHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].map(([name, value]) => [name, SECRET_HEADERS.test(name) ? HIDDEN : value]))
}
