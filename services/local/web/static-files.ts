import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { Readable } from 'node:stream'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}

const YEAR_SECONDS = 365 * 24 * 60 * 60

/**
 * Serves the built single-page app: hashed assets are cached forever, index.html never, and any unknown page path gets
 * index.html (a missing file with an extension is a 404).
 */
export async function serveApp(
  root: string,
  request: Request,
  securityHeaders: Record<string, string>,
): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
  const { pathname } = new URL(request.url)
  const path = resolveInside(root, pathname)
  if (path === null) return new Response('Bad address', { status: 400 })
  const file = await fileAt(path)
  if (!file) {
    const isPage = extname(pathname) === ''
    return isPage
      ? serveIndex(root, request, securityHeaders)
      : new Response('Not found', { status: 404, headers: securityHeaders })
  }
  if (path === join(root, 'index.html')) return serveIndex(root, request, securityHeaders)
  const isHashed = pathname.startsWith('/assets/')
  const headers = {
    ...securityHeaders,
    'content-type': TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
    'content-length': String(file.size),
    'cache-control': isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
    etag: `"${file.size.toString(16)}-${file.mtimeMs.toString(16)}"`,
  }
  if (request.headers.get('if-none-match') === headers.etag) return new Response(null, { status: 304, headers })
  // safe: node's web stream is the global ReadableStream under another type declaration.
  const body = request.method === 'HEAD' ? null : (Readable.toWeb(createReadStream(path)) as ReadableStream)
  return new Response(body, { headers })
}

async function serveIndex(root: string, request: Request, securityHeaders: Record<string, string>): Promise<Response> {
  const html = await readFile(join(root, 'index.html')).catch(() => null)
  if (html === null) {
    return new Response('The web app is not built: run `npm start`, or `npm run dev` while working on it.\n', {
      status: 503,
      headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
    })
  }
  return new Response(request.method === 'HEAD' ? null : html, {
    headers: { ...securityHeaders, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  })
}

/** null when the path is not valid or would leave the folder. */
function resolveInside(root: string, pathname: string): string | null {
  try {
    const decoded = decodeURIComponent(pathname)
    const path = normalize(join(root, decoded === '/' ? 'index.html' : decoded))
    return path.startsWith(root + sep) && !decoded.includes('\0') ? path : null
  } catch {
    return null
  }
}

async function fileAt(path: string) {
  const found = await stat(path).catch(() => null)
  return found?.isFile() ? found : null
}
