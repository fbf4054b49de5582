import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { failureOf, isRefusal } from './failure.ts'
import type { MailServer } from './server.ts'

type Message = { from: string; to: string; content: Buffer }
type Limits = { timeoutMs: number; signal?: AbortSignal | undefined }

/**
 * Hands one message to the server, once. `unknown`: the server has every byte of it and did not answer. Throws
 * `ProviderError` when the server is proven not to have it: it said no, or the last byte was never sent. When the caller's
 * `signal` aborts before that, its reason is thrown.
 */
export async function handOver(
  { host, port, isSecure, requiresTls, login }: MailServer,
  { from, to, content }: Message,
  { timeoutMs, signal }: Limits,
): Promise<'accepted' | 'unknown'> {
  const connection = new SMTPConnection({
    host,
    port,
    secure: isSecure,
    requireTLS: requiresTls,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    allowInternalNetworkInterfaces: true,
    tls: { minVersion: 'TLSv1.2' },
  })
  // nodemailer reads the message only after the server has asked for it, and sends the closing dot after its end.
  const bytes = Readable.from([content], { objectMode: false })
  let isHandedOver = false
  bytes.once('end', () => {
    isHandedOver = true
  })

  const broken = Promise.withResolvers<never>()
  broken.promise.catch(() => {})
  connection.on('error', broken.reject)
  connection.once('end', () => broken.reject(Object.assign(new Error('closed'), { code: 'ECONNECTION' })))
  const timer = setTimeout(() => broken.reject(Object.assign(new Error('late'), { code: 'timed_out' })), timeoutMs)
  const stop = () => broken.reject(signal?.reason)
  signal?.addEventListener('abort', stop, { once: true })
  if (signal?.aborted) stop()

  const step = (run: (done: (error?: Error | null) => void) => void) =>
    Promise.race([
      new Promise<void>((resolve, reject) => run((error) => (error ? reject(error) : resolve()))),
      broken.promise,
    ])
  try {
    await step((done) => connection.connect(done))
    if (login) await step((done) => connection.login({ credentials: login }, done))
    await step((done) => connection.send({ from, to: [to], size: content.byteLength }, bytes, done))
    connection.quit()
    return 'accepted'
  } catch (error) {
    // Asked before anything else: closing the connection could let the message run out.
    const isUnknown = isHandedOver && !isRefusal(error)
    connection.close()
    if (isUnknown) return 'unknown'
    if (signal?.aborted) throw signal.reason
    throw failureOf(error)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}
