import { parseCleanJson } from '#core/text.ts'

type Answer = (request: Request) => Promise<Response>

/** Fields of requests to the auth service that are text. */
const TEXT_FIELDS = [
  'email',
  'password',
  'phone',
  'nonce',
  'type',
  'token',
  'token_hash',
  'refresh_token',
  'auth_code',
  'code_verifier',
]

/**
 * supabase-lite 0.10 answers 500 where the hosted auth service answers 400: to a field of another type, and to text that
 * PostgreSQL does not store, which people paste without seeing it. This shim refuses the first and cleans the second.
 */
export async function withReadableAuthInput(request: Request, next: Answer): Promise<Response> {
  const isJson = request.headers.get('content-type')?.includes('json') ?? false
  if (!new URL(request.url).pathname.startsWith('/auth/v1/') || !request.body || !isJson) return next(request)
  const text = await request.text()
  // Signing out sends none, although it names a type.
  if (text === '') return next(new Request(request.url, { method: request.method, headers: request.headers }))
  let body: unknown
  try {
    body = parseCleanJson(text)
  } catch {
    return refuse('bad_json', 'Could not parse the request body as JSON')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refuse('bad_json', 'The request body must be a JSON object')
  }
  const wrong = Object.entries(body).find(([name, value]) => {
    return TEXT_FIELDS.includes(name) && value !== null && typeof value !== 'string'
  })
  if (wrong) return refuse('validation_failed', `${wrong[0]} must be a string`)
  if ('email' in body && typeof body.email === 'string' && body.email.length > MAX_EMAIL_LENGTH) {
    return refuse('validation_failed', 'Unable to validate email address: invalid format')
  }
  const headers = new Headers(request.headers)
  // The clean text may be shorter.
  headers.delete('content-length')
  return next(new Request(request.url, { method: request.method, headers, body: JSON.stringify(body) }))
}

const MAX_EMAIL_LENGTH = 255

const refuse = (error_code: string, msg: string) => Response.json({ code: 400, error_code, msg }, { status: 400 })
