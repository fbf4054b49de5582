import { createHash } from 'node:crypto'
import { z } from 'zod'

/** The steps of a session at which something may go wrong. */
const Step = z.enum(['connect', 'login', 'sender', 'recipient', 'data', 'message'])
export type Step = z.infer<typeof Step>

/**
 * What goes wrong at a step. `refuse` answers with that reply. `drop` ends the connection and `hang` says nothing more:
 * `before` the step had its effect, or `after`, so that only the answer is lost.
 */
const MailFault = z
  .strictObject({
    at: Step,
    times: z.int().min(1).default(1),
    /** Only for mails whose recipient or content holds these words. */
    about: z.string().min(1).optional(),
    refuse: z.strictObject({ code: z.int().min(400).max(599), text: z.string().min(1) }).optional(),
    drop: z.enum(['before', 'after']).optional(),
    hang: z.enum(['before', 'after']).optional(),
  })
  .refine(({ refuse, drop, hang }) => [refuse, drop, hang].filter(Boolean).length === 1, 'one of refuse, drop, hang')
export type MailFault = z.infer<typeof MailFault>

export type StoredMail = {
  id: number
  at: string
  /** The envelope, which may differ from the headers. */
  from: string
  to: string[]
  /** As it arrived: dots unstuffed, lines ended by CRLF. One character per byte. */
  raw: string
}

export type SmtpState = {
  mails: StoredMail[]
  last_id: number
  user: string
  password: string
  /** Domains that this account may send from. */
  sender_domains: string[]
  /** Addresses without a mailbox. */
  unknown_mailboxes: string[]
  full_mailboxes: string[]
  max_bytes: number
  faults: MailFault[]
}

/** `PUT /_emulator/seed`: what is given replaces that part, what is absent stays. */
export const SmtpSeed = z.strictObject({
  user: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  sender_domains: z.array(z.string()).optional(),
  unknown_mailboxes: z.array(z.string()).optional(),
  full_mailboxes: z.array(z.string()).optional(),
  max_bytes: z.int().min(1000).optional(),
  faults: z.array(MailFault).optional(),
})
export type SmtpSeed = z.infer<typeof SmtpSeed>

export const SENDER_DOMAIN = 'opsyncpro.test'
export const USER = 'opsyncpro'
export const PASSWORD = createHash('sha256').update('smtp emulator').digest('base64url').slice(0, 24)

export const initialSmtpState = (): SmtpState => ({
  mails: [],
  last_id: 0,
  user: USER,
  password: PASSWORD,
  sender_domains: [SENDER_DOMAIN],
  unknown_mailboxes: [],
  full_mailboxes: [],
  max_bytes: 10 * 1024 * 1024,
  faults: [],
})

/** The first fault at that step, counted as used once. */
export function takeFault(state: SmtpState, at: Step, words: string): MailFault | undefined {
  const fault = state.faults.find((one) => one.at === at && (one.about === undefined || words.includes(one.about)))
  if (fault) fault.times -= 1
  state.faults = state.faults.filter(({ times }) => times > 0)
  return fault
}
