import MailComposer from 'nodemailer/lib/mail-composer'
import { readEnv } from '../../env.ts'
import { ProviderError } from '../errors.ts'
import { handOver } from './client.ts'
import { parseMailServer } from './server.ts'

/** One email to one person. */
export type Mail = {
  /** Names the email for ever: the same id makes the same Message-ID, by which mailboxes show a duplicate once. */
  id: string
  to: { name: string; address: string }
  subject: string
  text: string
  html: string
  headers: Readonly<Record<string, string>>
}

export type Mailer = {
  /**
   * Hands an email to the mail server. `accepted`: the server has taken it. `unknown`: the server has every byte and its
   * answer was lost; sending it again could write twice. Throws `ProviderError` when the server is proven not to have it:
   * `reconnect` (login, sender or TLS refused: it concerns every email), `gone` (the mailbox does not exist), `rejected`
   * or `try_later`.
   */
  send(mail: Mail, signal?: AbortSignal): Promise<'accepted' | 'unknown'>
}

const MAX_MESSAGE_BYTES = 256 * 1024

/** The mail server of `SMTP_URL`; null while none is configured. */
export function openMailer({ timeoutMs = 60_000 }: { timeoutMs?: number } = {}): Mailer | null {
  const { SMTP_URL, MAIL_FROM } = readEnv()
  if (!SMTP_URL || !MAIL_FROM) return null
  const server = parseMailServer(SMTP_URL)
  const sender = /<([^<>]+)>$/.exec(MAIL_FROM)?.[1] ?? MAIL_FROM
  return {
    async send({ id, to, subject, text, html, headers }, signal) {
      const composer = new MailComposer({
        from: MAIL_FROM,
        to,
        subject,
        text,
        html,
        headers: { ...headers },
        messageId: `<${id}@${sender.split('@')[1]}>`,
        textEncoding: 'quoted-printable',
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      const content = await composer.compile().build()
      if (content.byteLength > MAX_MESSAGE_BYTES) {
        throw new ProviderError({ provider: 'smtp', outcome: 'rejected', code: 'message_too_large' })
      }
      return handOver(server, { from: sender, to: to.address, content }, { timeoutMs, signal })
    },
  }
}
