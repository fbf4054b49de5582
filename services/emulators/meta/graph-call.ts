import { createHmac } from 'node:crypto'
import { badParameter, GraphRefusal, noPermission } from './graph-error.ts'
import type { Host, MetaState, Token } from './state.ts'

/** One call, read and with its token checked. */
export type GraphCall = {
  host: Host
  method: string
  /** Without the version. */
  segments: string[]
  /** Query, form and JSON together; nested JSON values stay text. */
  params: Record<string, string>
  json: unknown
  url: string
  token: Token
  accessToken: string
}

const OLDEST = 21
const NEWEST = 27
/** Removed for apps created since 4 November 2026, on every version. */
const REMOVED_PARAMS = ['ids', 'date_format', 'method', 'callback', 'asyncbatch', 'async']

/** Reads a call to one of the two hosts. Throws `GraphRefusal` for what the Graph API refuses. */
export async function readCall(request: Request, host: Host, state: MetaState, now: number): Promise<GraphCall> {
  const url = new URL(request.url)
  const segments = url.pathname.split('/').filter(Boolean).slice(1).map(decodeURIComponent)
  const version = /^v(\d+)\.(\d+)$/.exec(segments[0] ?? '')
  if (version) {
    const major = Number(version[1])
    if (version[2] !== '0' || major > NEWEST)
      throw new GraphRefusal(400, 2500, `Unknown path components: /${segments[0]}`)
    if (major < OLDEST)
      throw new GraphRefusal(400, 2635, `(#2635) You are calling a version that has ended: ${segments[0]}`)
    segments.shift()
  }
  const query = Object.fromEntries(url.searchParams)
  const { form, json } = await readBody(request)
  const params: Record<string, string> = { ...query, ...form }
  for (const name of REMOVED_PARAMS) {
    if (name in params) throw badParameter(`The parameter ${name} is no longer supported.`)
  }
  if (request.headers.has('x-http-method-override')) throw badParameter('Method override is no longer supported.')
  if (Object.values(params).some((value) => value.includes('.as('))) {
    throw badParameter('Field aliases are no longer supported.')
  }
  if (segments.length === 0 || 'batch' in params) throw badParameter('Batch requests are not part of this emulator.')
  const accessToken = tokenOf(request, params)
  const token = checkToken(state, accessToken, host, now)
  checkProof(state, host, accessToken, params.appsecret_proof)
  delete params.access_token
  delete params.appsecret_proof
  return { host, method: request.method, segments, params, json, url: request.url, token, accessToken }
}

async function readBody(request: Request): Promise<{ form: Record<string, string>; json: unknown }> {
  if (request.method === 'GET') return { form: {}, json: null }
  const type = request.headers.get('content-type') ?? ''
  const text = await request.text()
  if (text === '') return { form: {}, json: null }
  if (type.includes('x-www-form-urlencoded')) return { form: Object.fromEntries(new URLSearchParams(text)), json: null }
  if (!type.includes('json')) throw badParameter('Send a form or JSON.')
  try {
    const json: unknown = JSON.parse(text)
    const entries = typeof json === 'object' && json !== null ? Object.entries(json) : []
    const form = entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
    return { form: Object.fromEntries(form), json }
  } catch {
    throw badParameter('The body is not JSON.')
  }
}

function tokenOf(request: Request, params: Record<string, string>): string {
  const header = /^(?:Bearer|OAuth) (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  const token = header ?? params.access_token
  if (!token) throw new GraphRefusal(400, 104, 'An access token is required to request this resource.')
  return token
}

/** A token of that host that still works. Throws 190 with the subcode that says why not. */
export function checkToken(state: MetaState, accessToken: string, host: Host, now: number): Token {
  const token = state.tokens[accessToken]
  if (!token || token.host !== host) {
    throw new GraphRefusal(401, 190, 'Invalid OAuth access token - Cannot parse access token')
  }
  if (token.ended_by !== null) {
    throw new GraphRefusal(401, 190, 'Error validating access token: the session was ended.', token.ended_by)
  }
  if (token.expires_at !== null && token.expires_at <= now) {
    throw new GraphRefusal(401, 190, 'Error validating access token: Session has expired.', 463)
  }
  return token
}

function checkProof({ app }: MetaState, host: Host, accessToken: string, proof: string | undefined): void {
  if (host !== 'facebook') return
  if (proof === undefined) {
    if (app.requires_proof) throw badParameter('API calls from the server require an appsecret_proof argument')
    return
  }
  const right = createHmac('sha256', app.app_secret).update(accessToken).digest('hex')
  if (proof !== right) throw badParameter('Invalid appsecret_proof provided in the API argument')
}

/** The permissions of a call, on the names of its host. Throws code 10. */
export function need(call: GraphCall, names: { facebook: readonly string[]; instagram: readonly string[] }): void {
  const missing = names[call.host].find((name) => !call.token.scope.includes(name))
  if (missing) throw noPermission(missing)
}

/** Refuses parameters that an endpoint does not know. */
export function onlyParams({ params }: GraphCall, known: readonly string[]): void {
  const foreign = Object.keys(params).find((name) => !known.includes(name))
  if (foreign !== undefined) throw badParameter(`Unknown parameter: ${foreign}`)
}

export function requiredParam({ params }: GraphCall, name: string): string {
  const value = params[name]
  if (value === undefined || value === '') throw badParameter(`The parameter ${name} is required`)
  return value
}
