import { z } from 'zod'
import { ProviderError, type ProviderOutcome } from '../errors.ts'

/** What nodemailer notes about a failure. Its text repeats addresses and the server's prose, so nothing of it is kept. */
const SmtpFailure = z.object({
  code: z.string().catch('no_answer'),
  /** The server's reply, such as 550; absent when there was none. */
  responseCode: z.number().int().optional().catch(undefined),
  response: z.string().catch(''),
  command: z.string().catch(''),
})
type SmtpFailure = z.infer<typeof SmtpFailure>

const read = (error: unknown): SmtpFailure => SmtpFailure.parse(error instanceof Error ? { ...error } : {})

/** Whether the server itself said no (4xx, 5xx): then it does not have the mail. */
export function isRefusal(error: unknown): boolean {
  const { responseCode = 0 } = read(error)
  return responseCode >= 400 && responseCode < 600
}

/** A failure that left no mail at the server, as one of the four outcomes. */
export function failureOf(error: unknown): ProviderError {
  const failure = read(error)
  const { code, responseCode } = failure
  return new ProviderError({
    provider: 'smtp',
    outcome: outcomeOf(failure),
    code: responseCode === undefined ? code : `smtp_${responseCode}`,
  })
}

// RFC 3463: x.1.y is about the address, 5.2.1 is a mailbox that is switched off.
const MAILBOX_GONE = /\b5\.(?:1\.(?:1|2|3|6|10)|2\.1)\b/
const HAS_ENHANCED_CODE = /\b5\.\d{1,3}\.\d{1,3}\b/

// Concerns every email alike: the login, the sender, or a server without TLS. The administrator has to change a setting.
const isAboutAccount = ({ code, responseCode = 0, command }: Omit<SmtpFailure, 'response'>) =>
  ['EAUTH', 'ETLS'].includes(code) ||
  [530, 534, 535, 538].includes(responseCode) ||
  (command === 'MAIL FROM' && responseCode !== 552)

function outcomeOf({ code, responseCode, response, command }: SmtpFailure): ProviderOutcome {
  if (responseCode === undefined) {
    // An address or a size that nodemailer itself refuses; every other silence is a network that may recover.
    return code === 'EENVELOPE' || code === 'EMESSAGE' ? 'rejected' : 'try_later'
  }
  if (responseCode < 500) return 'try_later'
  if (isAboutAccount({ code, responseCode, command })) return 'reconnect'
  if (MAILBOX_GONE.test(response)) return 'gone'
  const isUnknownMailbox = command === 'RCPT TO' && responseCode === 550 && !HAS_ENHANCED_CODE.test(response)
  return isUnknownMailbox ? 'gone' : 'rejected'
}
