import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type MediaServer = {
  url: string
  /** Method and path of every request, oldest first. */
  seen: string[]
  close(): Promise<void>
}

/** A movie header that says how long the video is, and a track header that says its shape. */
export function mp4(seconds: number, [width, height]: readonly [number, number] = [1080, 1920]): Buffer {
  const box = (type: string, content: Buffer) => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(content.byteLength + 8)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, content])
  }
  const movie = Buffer.alloc(100)
  movie.writeUInt32BE(1000, 12)
  movie.writeUInt32BE(Math.round(seconds * 1000), 16)
  const track = Buffer.alloc(84)
  track.writeUInt32BE(width * 65536, 76)
  track.writeUInt32BE(height * 65536, 80)
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\u0002\0isommp41', 'latin1')),
    box('moov', Buffer.concat([box('mvhd', movie), box('trak', box('tkhd', track))])),
    box('mdat', Buffer.alloc(2000, 7)),
  ])
}

/**
 * Serves a reel of ten seconds under `/reel.mp4` and a JPEG under `/cover.jpg`, with HEAD and ranges, and files that a
 * crawler cannot use: `/page.mp4` is a page, `/login.mp4` redirects to one, `/no-range.mp4` ignores ranges, `/no-head.mp4`
 * refuses HEAD, `/long.mp4` has 95 seconds, `/wide.mp4` lies on its side, `/noise.mp4` is no video.
 */
export async function serveMedia(): Promise<MediaServer> {
  const seen: string[] = []
  const files: Record<string, { type: string; bytes: Buffer }> = {
    '/reel.mp4': { type: 'video/mp4', bytes: mp4(10) },
    '/long.mp4': { type: 'video/mp4', bytes: mp4(95) },
    '/wide.mp4': { type: 'video/mp4', bytes: mp4(10, [1920, 1080]) },
    '/no-range.mp4': { type: 'video/mp4', bytes: mp4(10) },
    '/no-head.mp4': { type: 'video/mp4', bytes: mp4(10) },
    '/noise.mp4': { type: 'video/mp4', bytes: Buffer.alloc(3000, 1) },
    '/page.mp4': { type: 'text/html; charset=utf-8', bytes: Buffer.from('<!doctype html><title>Sign in</title>') },
    '/cover.jpg': { type: 'image/jpeg', bytes: Buffer.alloc(5000, 2) },
    '/huge.jpg': { type: 'image/jpeg', bytes: Buffer.alloc(9 * 1024 * 1024, 2) },
  }
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname
    seen.push(`${request.method} ${path}`)
    if (path === '/login.mp4') return void response.writeHead(302, { location: '/page.mp4' }).end()
    const file = files[path]
    if (!file || (path === '/no-head.mp4' && request.method === 'HEAD')) return void response.writeHead(404).end()
    serve(request, response, file, path !== '/no-range.mp4')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // safe: it listens on a port
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, seen, close: () => closeServer(server) }
}

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { type, bytes }: { type: string; bytes: Buffer },
  takesRanges: boolean,
): void {
  const headers = { 'content-type': type, 'accept-ranges': 'bytes' }
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
  if (!range || !takesRanges) {
    response.writeHead(200, { ...headers, 'content-length': bytes.byteLength })
    return void response.end(request.method === 'HEAD' ? undefined : bytes)
  }
  const part = bytes.subarray(Number(range[1]), Number(range[2]) + 1)
  const contentRange = `bytes ${range[1]}-${Number(range[1]) + part.byteLength - 1}/${bytes.byteLength}`
  response.writeHead(206, { ...headers, 'content-length': part.byteLength, 'content-range': contentRange })
  response.end(part)
}

const closeServer = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
