import { z } from 'zod'

/** The requests of a rule. `path` is the whole path, or its beginning when it ends in `*`. */
export const RequestMatch = z.strictObject({
  method: z.string().toUpperCase().optional(),
  path: z.string().startsWith('/').optional(),
  /** Whole values of headers, by lower case name. */
  headers: z.record(z.string().toLowerCase(), z.string()).optional(),
  /** Words of the body as `GET /_emulator/requests` shows it. */
  body_includes: z.string().min(1).optional(),
})
type RequestMatch = z.infer<typeof RequestMatch>

/** Which fault, for which requests, how often. */
export const FaultRule = z
  .strictObject({
    match: RequestMatch,
    times: z.int().min(1),
    /** How many matching requests pass first. */
    skip: z.int().min(0).optional(),
    /** Answer with this instead of calling the emulator's routes. */
    status: z.int().min(200).max(599).optional(),
    /** A string is sent unchanged, anything else as JSON. */
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    /** Real milliseconds before anything else happens. */
    delay_ms: z.int().min(0).max(60_000).optional(),
    /** `before`: the connection ends and nothing happened. `after`: the effect happened, and the answer is lost. */
    drop: z.enum(['before', 'after']).optional(),
  })
  .refine((rule) => rule.status === undefined || rule.drop === undefined, 'status and drop exclude each other')
  .refine(
    (rule) => rule.status !== undefined || (rule.body === undefined && rule.headers === undefined),
    'body and headers need a status',
  )
  .refine(
    (rule) => rule.status !== undefined || rule.drop !== undefined || rule.delay_ms !== undefined,
    'one of status, drop, delay_ms is needed',
  )
export type FaultRule = z.infer<typeof FaultRule>

/** The fault of one request. */
export type Fault = Pick<FaultRule, 'status' | 'body' | 'headers' | 'delay_ms' | 'drop'>

/** A request as rules see it; `body` as recorded. */
export type FaultCall = { method: string; path: string; headers: Headers; body: unknown }

export type Faults = {
  add(rule: FaultRule): void
  /** The first matching rule; counts as one use. */
  take(call: FaultCall): Fault | undefined
  /** Remaining rules, with the remaining uses. */
  list(): FaultRule[]
  clear(): void
}

/** Fault rules live in memory: a restarted emulator has none. */
export function createFaults(): Faults {
  let rules: FaultRule[] = []
  return {
    add: (rule) => {
      rules.push({ ...rule })
    },
    take(call) {
      const rule = rules.find((candidate) => matches(candidate.match, call))
      if (!rule) return undefined
      if (rule.skip) {
        rule.skip -= 1
        return undefined
      }
      rule.times -= 1
      rules = rules.filter((candidate) => candidate.times > 0)
      return rule
    },
    list: () => rules,
    clear: () => {
      rules = []
    },
  }
}

/** Whether a rule matches this request. */
export function matches(match: RequestMatch, { method, path, headers, body }: FaultCall): boolean {
  if (match.method !== undefined && match.method !== method) return false
  if (match.path !== undefined && !isPath(match.path, path)) return false
  if (Object.entries(match.headers ?? {}).some(([name, value]) => headers.get(name) !== value)) return false
  return match.body_includes === undefined || bodyText(body).includes(match.body_includes)
}

const isPath = (wanted: string, path: string) =>
  wanted.endsWith('*') ? path.startsWith(wanted.slice(0, -1)) : path === wanted

/** A recorded body as text. */
export const bodyText = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body ?? ''))

/** The answer of a rule with a status. */
export function faultResponse(rule: Fault): Response {
  const headers = new Headers(rule.headers)
  if (rule.body === undefined) return new Response(null, { status: rule.status ?? 500, headers })
  const isText = typeof rule.body === 'string'
  if (!headers.has('content-type')) headers.set('content-type', isText ? 'text/plain' : 'application/json')
  return new Response(isText ? String(rule.body) : JSON.stringify(rule.body), { status: rule.status ?? 500, headers })
}
