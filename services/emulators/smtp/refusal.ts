/** A refusal in the words of a mail server: reply code, enhanced status code (RFC 3463) and text. */
export class SmtpRefusal extends Error {
  readonly reply: string
  /** The server ends the connection after it. */
  readonly isLast: boolean
  constructor(code: number, text: string, { isLast = false } = {}) {
    super(text)
    this.reply = `${code} ${text}`
    this.isLast = isLast
  }
}
