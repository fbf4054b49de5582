/** A mail server and how to enter it. */
export type MailServer = {
  host: string
  port: number
  /** TLS from the first byte; otherwise the connection begins in the clear and is upgraded (STARTTLS). */
  isSecure: boolean
  /** Refuses a server that offers no TLS: passwords and mails never travel in the clear, but on this machine. */
  requiresTls: boolean
  login: { user: string; pass: string } | null
}

/** Reads `smtp://` or `smtps://user:password@host:port`. */
export function parseMailServer(address: string): MailServer {
  const url = new URL(address)
  const isSecure = url.protocol === 'smtps:'
  const isThisMachine = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  const user = decodeURIComponent(url.username)
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (isSecure ? 465 : 587),
    isSecure,
    requiresTls: !isSecure && !isThisMachine,
    login: user === '' ? null : { user, pass: decodeURIComponent(url.password) },
  }
}
