import { type Env, readEnv } from '../env.ts'

const EXPOSED = 'retry-after, idempotency-replayed'
const ALLOWED_HEADERS = 'authorization, content-type, idempotency-key, if-match'

/** An answer is data: no browser runs it, keeps it, or tells another site where it came from. */
const DATA_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
}

/**
 * The headers of every answer. Our own origins and the configured extensions may read it, and no other origin. Never
 * throws: with a wrong environment the answer says so, to nobody's page.
 */
export function corsHeaders(request: Request): Headers {
  const headers = new Headers({ vary: 'origin', ...DATA_HEADERS })
  const origin = request.headers.get('origin')
  if (origin && isAllowedOrigin(origin)) {
    headers.set('access-control-allow-origin', origin)
    headers.set('access-control-expose-headers', EXPOSED)
  }
  return headers
}

/** Answers a browser's preflight request. An unknown origin gets no permission. */
export function answerPreflight(request: Request): Response {
  const headers = corsHeaders(request)
  if (headers.has('access-control-allow-origin')) {
    headers.set('access-control-allow-methods', 'GET, POST, PATCH, PUT, DELETE')
    headers.set('access-control-allow-headers', ALLOWED_HEADERS)
    headers.set('access-control-max-age', '600')
  }
  return new Response(null, { status: 204, headers })
}

function isAllowedOrigin(origin: string): boolean {
  const env = readEnvOrNull()
  if (!env) return false
  return (
    origin === new URL(env.SITE_URL).origin ||
    env.ALLOWED_ORIGINS.includes(origin) ||
    env.ALLOWED_EXTENSION_IDS.some((id) => origin === `chrome-extension://${id}`)
  )
}

function readEnvOrNull(): Env | null {
  try {
    return readEnv()
  } catch {
    // The endpoint reads it again, logs the reason and answers 500.
    return null
  }
}
