/**
 * supabase-lite 0.10 signs one object at a time; a hosted project also accepts a list of paths at the bucket's own
 * path, and answers each with its link or with an error.
 */
export async function signSeveral(request: Request, next: (request: Request) => Promise<Response>): Promise<Response> {
  // safe: every field is checked before use.
  const wanted = (await request.json().catch(() => ({}))) as { paths?: unknown; expiresIn?: unknown }
  const paths = Array.isArray(wanted.paths) ? wanted.paths.map(String) : []
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  const signed = []
  for (const path of paths) {
    const address = `${request.url.replace(/\/$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`
    const body = JSON.stringify({ expiresIn: wanted.expiresIn })
    const response = await next(new Request(address, { method: 'POST', headers, body }))
    // safe: lite answers the address, or an error with its message.
    const answer = (await response.json().catch(() => ({}))) as { signedUrl?: string; message?: string }
    const url = response.ok ? (answer.signedUrl?.replace(/^\/storage\/v1/, '') ?? null) : null
    signed.push({
      path,
      signedURL: url,
      error: url ? null : (answer.message ?? 'Either the object does not exist or you do not have access to it'),
    })
  }
  return Response.json(signed)
}

/** `POST /storage/v1/object/sign/<bucket>`, without an object behind it. */
export const isSigningSeveral = (request: Request, url: URL): boolean =>
  request.method === 'POST' && /^\/storage\/v1\/object\/sign\/[^/]+\/?$/.test(url.pathname)
