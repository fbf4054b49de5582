import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

/** A session that a test speaks line by line. */
export type SmtpTalk = {
  /** Sends a line (CRLF is added) and answers the reply, its lines joined; null when the connection ended instead. */
  say(line: string): Promise<string | null>
  /** Sends bytes as they are. */
  write(text: string): void
  /** The next reply. */
  hear(): Promise<string | null>
  close(): void
}

/** Connects to where `SMTP_URL` points and hears the greeting. */
export async function speakSmtp(smtpUrl: string): Promise<SmtpTalk & { greeting: string | null }> {
  const { hostname, port } = new URL(smtpUrl)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  await once(socket, 'connect')
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
  const hear = async () => {
    const reply: string[] = []
    for (;;) {
      const { value, done } = await lines.next()
      if (done) return null
      reply.push(value)
      if (/^\d{3} /.test(value)) return reply.join('\n')
    }
  }
  const write = (text: string) => void socket.write(text, 'latin1')
  return {
    greeting: await hear(),
    hear,
    write,
    say(line) {
      write(`${line}\r\n`)
      return hear()
    },
    close: () => void socket.destroy(),
  }
}
