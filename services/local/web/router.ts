import type { FunctionRunner, Peer } from '../functions/run-function.ts'
import type { Mailbox } from '../mailbox.ts'
import type { LocalQueue } from '../queue.ts'
import type { SupabaseService } from '../supabase-service.ts'
import { problem } from './problem.ts'

export type RouterParts = {
  supabase: SupabaseService | undefined
  functions: FunctionRunner
  mailbox: Mailbox
  /** Undefined when the jobs are in a hosted project. */
  queue: LocalQueue | undefined
  /** Everything that is neither data nor function: the app's pages and files. */
  page(request: Request): Promise<Response>
}

const SUPABASE_PREFIXES = ['/auth/v1/', '/rest/v1/', '/storage/v1/']

/** True for the paths of the server itself; the others are pages and files of the web app. */
export function isServicePath(pathname: string): boolean {
  return [...SUPABASE_PREFIXES, '/api/', '/.netlify/', '/_local/'].some((prefix) => pathname.startsWith(prefix))
}

/** One origin for everything, as a browser, the extension and the functions see it. */
export function createRouter(parts: RouterParts): (request: Request, peer: Peer) => Promise<Response> {
  return async (request, peer) => {
    const url = new URL(request.url)
    if (SUPABASE_PREFIXES.some((prefix) => url.pathname.startsWith(prefix))) {
      if (!parts.supabase) return problem(404, 'not_found', 'This host works with the project of SUPABASE_URL.')
      return withCors(request, await parts.supabase.fetch(request))
    }
    if (url.pathname.startsWith('/api/') || url.pathname.startsWith('/.netlify/')) {
      return parts.functions.answer(request, peer)
    }
    if (url.pathname.startsWith('/_local/')) {
      return (
        parts.mailbox.answer(url) ??
        parts.queue?.answer(request, url) ??
        problem(404, 'not_found', 'There is nothing at this address.')
      )
    }
    return parts.page(request)
  }
}

/**
 * Lets a browser on another origin, such as the extension, use the data service. supabase-lite leaves these headers out
 * of refusals, allows no request headers although its clients send several, and does not know loopback addresses. Any
 * origin may call: the token decides, and no cookie is read.
 */
function withCors(request: Request, response: Response): Response {
  if (!request.headers.has('origin')) return response
  const headers = new Headers(response.headers)
  headers.set('access-control-allow-origin', '*')
  if (request.method === 'OPTIONS') {
    const asked = request.headers.get('access-control-request-headers')
    if (asked) headers.set('access-control-allow-headers', asked)
    if (request.headers.has('access-control-request-private-network'))
      headers.set('access-control-allow-private-network', 'true')
  } else {
    headers.set('access-control-expose-headers', 'content-range, x-sb-error-code, x-supabase-api-version')
  }
  return new Response(response.body, { status: response.status, headers })
}

/**
 * A name that resolves to this machine may belong to another site's page (DNS rebinding), so only our own names are
 * answered.
 */
export function isOwnHost(host: string | null, siteUrl: string | undefined): boolean {
  if (!host) return false
  if (siteUrl && URL.canParse(siteUrl) && new URL(siteUrl).host === host) return true
  const name = host.replace(/:\d+$/, '')
  return name === '127.0.0.1' || name === 'localhost' || name === '[::1]'
}
