import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'

/** Binds the server; a port in use is replaced by any free one, because the caller publishes the URL. */
export async function listen(server: Server, host: string, port: number) {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  try {
    await bind(server, host, port)
  } catch (error) {
    // safe: listen rejects with node's own system errors
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    await bind(server, host, 0)
  }
  // safe: a server that listens on a host and port has an AddressInfo
  const address = server.address() as AddressInfo
  return {
    url: `http://${host}:${address.port}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        for (const socket of open) socket.destroy()
      }),
  }
}

async function bind(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host)
  await once(server, 'listening')
}
