import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { contentFile, mimeTypeOf } from './content.ts'
import { versionTag } from './drive-tree.ts'
import { GraphError, graphErrorResponse, itemNotFound } from './graph-error.ts'
import { isSigned, signSubject } from './signed-address.ts'
import type { MicrosoftState, StoredItem } from './state.ts'

/** How long `@microsoft.graph.downloadUrl` is valid. */
export const PROPERTY_LIFETIME_MS = 3_600_000
/** How long the URL behind `/content` is valid. */
export const REDIRECT_LIFETIME_MS = 5 * 60_000

/** A URL that gives the bytes to anyone with it. */
export function downloadAddress(
  { clock, contentOrigin, store }: EmulatorContext<MicrosoftState>,
  item: StoredItem,
  lifetimeMs: number,
): string {
  const tempauth = signSubject(store.state, `download:${item.id}`, clock.now() + lifetimeMs)
  return `${contentOrigin()}/download/${encodeURIComponent(item.id)}/${encodeURIComponent(item.name)}?tempauth=${tempauth}`
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Accept-Ranges, Content-Range, Content-Length, ETag',
}

/** The download URLs: ranges answered, tokens refused. */
export function downloadRoutes({ clock, store }: EmulatorContext<MicrosoftState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()
  app.options('/download/:id/:name', (c) =>
    c.body(null, 204, {
      ...CORS,
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'Range',
    }),
  )
  app.get('/download/:id/:name', (c) => {
    const refuse = (error: GraphError) =>
      graphErrorResponse(
        new GraphError(error.status, error.code, error.message, error.inner, { ...CORS, ...error.headers }),
        clock.iso(),
      )
    const id = c.req.param('id')
    if (c.req.header('authorization')) {
      return refuse(new GraphError(401, 'unauthenticated', 'A preauthenticated address takes no Authorization header'))
    }
    if (!isSigned(store.state, `download:${id}`, c.req.query('tempauth') ?? '', clock.now())) {
      return refuse(new GraphError(401, 'unauthenticated', 'The address has expired'))
    }
    const item = store.state.items[id]
    if (!item?.content_id) return refuse(itemNotFound())
    const range = readRange(c.req.header('range'), item.size)
    if (range === 'unsatisfiable') {
      return refuse(
        new GraphError(416, 'invalidRange', 'The range is outside the file', undefined, {
          'content-range': `bytes */${item.size}`,
        }),
      )
    }
    const { start, end } = range ?? { start: 0, end: item.size - 1 }
    const headers = {
      ...CORS,
      'accept-ranges': 'bytes',
      'content-type': mimeTypeOf(item.name),
      'content-length': String(end - start + 1),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(item.name)}`,
      etag: versionTag(item),
      ...(range && { 'content-range': `bytes ${start}-${end}/${item.size}` }),
    }
    const status = range ? 206 : 200
    if (c.req.method === 'HEAD' || item.size === 0) return new Response(null, { status, headers })
    const bytes = createReadStream(contentFile(store.filesFolder, item.content_id), { start, end })
    // safe: node's web stream type differs from the DOM's in name only
    return new Response(Readable.toWeb(bytes) as ReadableStream<Uint8Array>, { status, headers })
  })
  return app
}

/** One byte range; several ranges and other units are ignored, as HTTP allows. */
function readRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!parts || (parts[1] === '' && parts[2] === '')) return undefined
  const [, first = '', last = ''] = parts
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start > end || start >= size ? 'unsatisfiable' : { start, end }
}
