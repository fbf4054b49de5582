import { MAX_OBJECT_BYTES } from '../storage/limits.ts'
import { type RequestedBytes, requestedBytes } from '../storage/requested-bytes.ts'
import { flatInfo, listFolder } from './storage-listing.ts'
import { isSigningSeveral, signSeveral } from './storage-signing.ts'

/**
 * Corrects what supabase-lite 0.10's storage does differently from a hosted project:
 * 1. a Blob arrives under the field name '' and lite looks for 'file';
 * 2. signed links are answered as `signedUrl` from the root, clients read `signedURL` or `url` relative to /storage/v1;
 * 3. `Range` does not reach the storage adapter and is never answered with 206;
 * 4. `?download=name` sets no content-disposition;
 * 5. errors carry no `code`, and an object that is too large is a 400 or, without a content-length, a 500;
 * 6. listing and info have other shapes (see storage-listing.ts);
 * 7. several objects cannot be signed at once (see storage-signing.ts);
 * 8. a name that PostgreSQL does not store is a 500.
 */
export async function withStorageShims(
  request: Request,
  next: (request: Request) => Promise<Response>,
): Promise<Response> {
  const url = new URL(request.url)
  if (!url.pathname.startsWith('/storage/v1/')) return next(request)
  if (!isStorable(url.pathname)) return invalidKey()
  if (Number(request.headers.get('content-length') ?? 0) > MAX_OBJECT_BYTES + FORM_OVERHEAD_BYTES) return tooLarge()
  const wanted: RequestedBytes = { range: request.method === 'GET' ? request.headers.get('range') : null }
  if (request.method === 'POST' && url.pathname.startsWith('/storage/v1/object/list/')) return listFolder(request, next)
  if (isSigningSeveral(request, url)) return signSeveral(request, next)
  const response = await requestedBytes.run(wanted, async () => next(await withFileField(request, url)))
  if (wanted.isTooLarge) return tooLarge()
  if (wanted.isUnsatisfiable) return unsatisfiable(response, wanted)
  if (response.ok && request.method === 'GET' && url.pathname.startsWith('/storage/v1/object/info/')) {
    // safe: lite answers the object's row.
    const row = (await response.json()) as Record<string, unknown>
    return Response.json(flatInfo(row), { headers: headersWithoutLength(response) })
  }
  return withDownloadName(url, withPartialStatus(await withSignedAddress(request, url, await withErrorCode(response))))
}

/** False for a NUL, and for what is no UTF-8, such as half of an emoji. */
function isStorable(pathname: string): boolean {
  try {
    return !decodeURIComponent(pathname).includes('\0')
  } catch {
    return false
  }
}

const invalidKey = () =>
  Response.json(
    { statusCode: '400', error: 'InvalidKey', message: 'Invalid key', code: 'InvalidKey' },
    { status: 400, headers: { 'access-control-allow-origin': '*' } },
  )

const FORM_OVERHEAD_BYTES = 64 * 1024

function tooLarge(): Response {
  const message = 'The object exceeded the maximum allowed size'
  const body = { statusCode: '413', error: 'Payload too large', message, code: 'EntityTooLarge' }
  // Closed, so that the server does not wait for the rest of the body.
  return Response.json(body, { status: 413, headers: { 'access-control-allow-origin': '*', connection: 'close' } })
}

async function withFileField(request: Request, url: URL): Promise<Request> {
  const isUpload = request.method !== 'GET' && url.pathname.startsWith('/storage/v1/object/')
  if (!isUpload || !request.headers.get('content-type')?.startsWith('multipart/form-data')) return request
  const form = await request.formData()
  const file = form.get('') ?? form.get('file')
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  const cacheControl = form.get('cacheControl')
  if (typeof cacheControl === 'string') headers.set('cache-control', `max-age=${cacheControl}`)
  if (!(file instanceof File)) {
    headers.delete('content-type')
    return new Request(request.url, { method: request.method, headers, body: form })
  }
  // lite keeps the type of a raw body and drops the type inside a form when the upload is signed.
  headers.set('content-type', file.type || 'application/octet-stream')
  headers.set('content-length', String(file.size))
  return new Request(request.url, { method: request.method, headers, body: file })
}

type SignedItem = Record<string, unknown>

async function withSignedAddress(request: Request, url: URL, response: Response): Promise<Response> {
  const kind = /^\/storage\/v1\/object\/(upload\/)?sign\//.exec(url.pathname)
  if (!kind || request.method !== 'POST' || !response.ok) return response
  const field = kind[1] ? 'url' : 'signedURL'
  const mend = (item: SignedItem): SignedItem => {
    const address = item.signedUrl
    if (typeof address !== 'string') return item
    return { ...item, [field]: address === '' ? null : address.replace(/^\/storage\/v1/, '') }
  }
  // safe: lite answers an object for one address and a list of them for several.
  const body = (await response.json()) as SignedItem | SignedItem[]
  return Response.json(Array.isArray(body) ? body.map(mend) : mend(body), {
    status: response.status,
    headers: headersWithoutLength(response),
  })
}

/**
 * storage-js 2.119 uses `code` to decide whether an object is missing, which lite leaves out; a too large object is a
 * 413.
 */
async function withErrorCode(response: Response): Promise<Response> {
  if (response.ok || !response.headers.get('content-type')?.includes('json')) return response
  // safe: every error of lite's storage is a JSON object.
  const body = (await response.json()) as Record<string, unknown>
  const statusCode = String(body.statusCode ?? '')
  const code = body.code ?? codeOf(statusCode, String(body.message ?? ''))
  const status = statusCode === '413' ? 413 : response.status
  return Response.json(code ? { ...body, code } : body, { status, headers: headersWithoutLength(response) })
}

function codeOf(statusCode: string, message: string): string | undefined {
  if (statusCode === '404') return /bucket/i.test(message) ? 'NoSuchBucket' : 'NoSuchKey'
  return CODE_BY_STATUS[statusCode]
}

const CODE_BY_STATUS: Record<string, string> = {
  '401': 'InvalidJWT',
  '403': 'AccessDenied',
  '409': 'KeyAlreadyExists',
  '413': 'EntityTooLarge',
  '415': 'InvalidMimeType',
}

function withPartialStatus(response: Response): Response {
  if (response.status !== 200 || !response.headers.has('content-range')) return response
  return new Response(response.body, { status: 206, headers: response.headers })
}

function withDownloadName(url: URL, response: Response): Response {
  if (!response.ok || !url.searchParams.has('download')) return response
  const headers = new Headers(response.headers)
  const name = url.searchParams.get('download')
  headers.set('content-disposition', name ? `attachment; filename*=UTF-8''${encodeURIComponent(name)}` : 'attachment')
  return new Response(response.body, { status: response.status, headers })
}

function unsatisfiable(response: Response, wanted: RequestedBytes): Response {
  const headers = headersWithoutLength(response)
  headers.set('content-range', `bytes */${wanted.totalBytes ?? '*'}`)
  return new Response(null, { status: 416, headers })
}

function headersWithoutLength(response: Response): Headers {
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  headers.delete('content-type')
  return headers
}
