import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type HttpServer = {
  server: Server
  port: number
  /** Stops accepting requests, lets running ones finish for up to `graceMs`, then ends them. */
  close(graceMs: number): Promise<void>
}

type Listener = (incoming: IncomingMessage, outgoing: ServerResponse) => void

const UPLOAD_TIMEOUT_MS = 60 * 60 * 1000

/** Listens on loopback only. `port` 0 takes a free one. Throws what `listen` throws, such as EADDRINUSE. */
export async function listen(port: number, listener: Listener): Promise<HttpServer> {
  const server = createServer({ requestTimeout: UPLOAD_TIMEOUT_MS, keepAliveTimeout: 5_000 }, listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  // safe: a TCP server's address is an AddressInfo once it listens.
  const address = server.address() as AddressInfo
  return { server, port: address.port, close: (graceMs) => closeServer(server, graceMs) }
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), graceMs)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(timer)
}

/**
 * Reads and discards what an early answer left unread. Otherwise the connection, which the caller reuses for its next
 * request, is closed and that request fails.
 */
export function discardUnreadBody(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.bodyUsed) return
  const { body } = request
  if (!body || body.locked) return
  // The caller may close the connection in the meantime; then no one needs the answer.
  body.pipeTo(new WritableStream()).catch(() => {})
}
