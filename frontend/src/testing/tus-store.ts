import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer as createLine, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'

export const TUS_PATH = '/storage/v1/upload/resumable/sign'

/** Supabase's rule: every request but a file's last one has exactly this many bytes. */
const CHUNK_BYTES = 6 * 1024 * 1024

type Received = { method: string; headers: IncomingMessage['headers'] }

type TusStoreOptions = {
  /** Called with a complete file and the metadata of its upload, before the last request is answered. */
  onWhole?: (
    bytes: Uint8Array<ArrayBuffer>,
    upload: { metadata: Record<string, string>; token: string },
  ) => Promise<void>
}

/**
 * Supabase's resumable uploads on loopback: a real TUS server that requires a signature and Supabase's sizes, behind a
 * connection that can be broken or slowed.
 */
export async function startTusStore({ onWhole }: TusStoreOptions = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'opsyncpro-tus-'))
  const received: Received[] = []
  const refusals: number[] = []
  const tus = new Server({
    path: TUS_PATH,
    datastore: new FileStore({ directory }),
    allowedHeaders: ['x-signature', 'x-upsert'],
    // Behind the proxy the server does not know its public port.
    relativeLocation: true,
    async onUploadFinish(request, upload) {
      const metadata = Object.fromEntries(
        Object.entries(upload.metadata ?? {}).map(([key, value]) => [key, value ?? '']),
      )
      const token = request.headers.get('x-signature') ?? ''
      await onWhole?.(new Uint8Array(await readFile(join(directory, upload.id))), { metadata, token })
      return {}
    },
  })
  const server = createServer((request, response) => {
    const { method = '', headers } = request
    const isPreflight = headers['access-control-request-method'] !== undefined
    if (!isPreflight) received.push({ method, headers })
    const refusal = method === 'OPTIONS' ? undefined : (refusals.shift() ?? unfit(request))
    if (refusal === undefined) void tus.handle(request, response)
    else refuse(request, response, refusal)
  })
  const line = await openLine(await listen(server))
  return {
    endpoint: `${line.url}${TUS_PATH}`,
    received,
    /** The next requests get this answer, whatever they request. */
    refuseNext: (...statuses: number[]) => void refusals.push(...statuses),
    /** The connection breaks once so many more bytes were sent, and stays broken until it is restored. */
    cutAfter: line.cutAfter,
    mend: line.mend,
    /** At most so many bytes a second are sent; 0 for no limit. */
    slowDown: line.slowDown,
    /** Uploads that the store has started and not deleted. */
    files: async () => (await readdir(directory)).filter((name) => !name.endsWith('.json')),
    /** The stored bytes of its only upload. */
    async bytes(): Promise<Uint8Array> {
      const [name = ''] = (await readdir(directory)).filter((one) => !one.endsWith('.json'))
      return new Uint8Array(await readFile(join(directory, name)))
    },
    async close() {
      await line.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(directory, { recursive: true, force: true })
    },
  }
}

function unfit({ method, headers }: IncomingMessage): number | undefined {
  if (!headers['x-signature']) return 400
  if (method !== 'PATCH') return undefined
  return Number(headers['content-length']) > CHUNK_BYTES ? 413 : undefined
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  request.resume()
  const headers = { 'access-control-allow-origin': '*', 'tus-resumable': '1.0.0' }
  request.once('end', () => response.writeHead(status, headers).end())
}

const listen = (server: ReturnType<typeof createServer> | ReturnType<typeof createLine>) =>
  new Promise<number>((resolve) =>
    // safe: a server that listens on a port has such an address
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )

async function openLine(port: number) {
  const open = new Set<Socket>()
  let left = Number.POSITIVE_INFINITY
  let isBroken = false
  let bytesPerSecond = 0
  const line = createLine((client) => {
    if (isBroken) return void client.on('error', () => {}).destroy()
    const upstream = connect(port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    upstream.pipe(client)
    client.on('data', (chunk) => {
      left -= chunk.length
      if (left < 0) {
        isBroken = true
        return void client.destroy()
      }
      upstream.write(chunk)
      if (bytesPerSecond === 0) return
      client.pause()
      setTimeout(() => client.resume(), (chunk.length / bytesPerSecond) * 1000)
    })
  })
  return {
    url: `http://127.0.0.1:${await listen(line)}`,
    cutAfter(bytes: number) {
      left = bytes
    },
    mend() {
      isBroken = false
      left = Number.POSITIVE_INFINITY
    },
    slowDown(perSecond: number) {
      bytesPerSecond = perSecond
    },
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => line.close(resolve))
    },
  }
}
