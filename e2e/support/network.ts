import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'

const isUpload = ({ pathname }: URL) => /^\/storage\/v1\/(object\/upload\/sign|upload\/resumable\/sign)/.test(pathname)

/**
 * The network of one test's browser: a proxy that passes everything on and controls the uploads. (Playwright's
 * `page.route` sends a body of 6 MiB through its own process, which costs seconds.)
 */
export type Network = {
  /** For the browser's `proxy`. */
  server: string
  /** Sends uploads to this origin, and the page does not notice. */
  leadUploadsTo(origin: string): void
  /** Holds the uploads after so many more bytes of files, until `open`. */
  holdAfter(bytes: number): void
  /** Resolves when the uploads are held. */
  held(): Promise<void>
  open(): void
  /** Breaks every upload, and each new one until `mend`. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

export async function openNetwork(): Promise<Network> {
  const running = new Set<IncomingMessage>()
  const waiting = new Set<() => void>()
  let uploadsTo: URL | undefined
  let left = Number.POSITIVE_INFINITY
  let isCut = false
  let held = Promise.withResolvers<void>()

  /** Lets a body pass up to the limit; the rest waits. */
  function pass(body: IncomingMessage, write: (chunk: Buffer) => boolean, drained: (then: () => void) => void): void {
    const take = (chunk: Buffer) => {
      const now = chunk.subarray(0, Math.max(0, left))
      const rest = chunk.subarray(now.length)
      left -= now.length
      const isFull = now.length > 0 && !write(now)
      body.pause()
      const proceed = () => (rest.length > 0 ? take(rest) : body.resume())
      if (left <= 0) {
        waiting.add(proceed)
        held.resolve()
      } else if (isFull) drained(proceed)
      else proceed()
    }
    body.on('data', take)
  }

  const proxy = createServer((asked: IncomingMessage, answer: ServerResponse) => {
    const url = new URL(asked.url ?? '')
    const isHeld = isUpload(url)
    const hangUp = () => void asked.socket.destroy()
    if (isHeld && isCut) return hangUp()
    const { hostname, port } = (isHeld && uploadsTo) || url
    const { 'proxy-connection': _, ...headers } = asked.headers
    const path = url.pathname + url.search
    // A new connection: one kept from before a restart of the host would fail.
    const passed = send({ hostname, port, path, method: asked.method, headers, agent: false }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers)
      got.on('error', hangUp).pipe(answer)
    })
    passed.on('error', hangUp)
    answer.on('close', () => {
      running.delete(asked)
      if (!answer.writableFinished) passed.destroy()
    })
    asked.on('error', () => passed.destroy())
    if (isHeld) {
      running.add(asked)
      pass(
        asked,
        (chunk) => passed.write(chunk),
        (then) => void passed.once('drain', then),
      )
      asked.on('end', () => passed.end())
    } else asked.pipe(passed)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  // safe: a server that listens on a port has such an address
  const address = proxy.address() as AddressInfo

  return {
    server: `http://127.0.0.1:${address.port}`,
    leadUploadsTo(origin) {
      uploadsTo = new URL(origin)
    },
    holdAfter(bytes) {
      left = bytes
      held = Promise.withResolvers()
    },
    held: () => held.promise,
    open() {
      left = Number.POSITIVE_INFINITY
      const paused = [...waiting]
      waiting.clear()
      for (const proceed of paused) proceed()
    },
    cut() {
      isCut = true
      waiting.clear()
      for (const asked of running) asked.socket.destroy()
    },
    mend() {
      isCut = false
    },
    async close() {
      proxy.closeAllConnections()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
