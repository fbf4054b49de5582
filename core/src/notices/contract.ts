import { z } from 'zod'
import { defineContract } from '../http/contract.ts'
import { FileAnswer } from '../http/file.ts'

/** The link in each email, with the person it was sent to, sealed. */
const UnsubscribeLink = z.strictObject({ token: z.string().min(1).max(400) })

export const noticesContract = {
  askToUnsubscribe: defineContract({
    method: 'GET',
    path: '/api/notices-unsubscribe',
    summary: 'A page that asks whether to stop the emails of the person who received the link',
    audience: 'public',
    query: UnsubscribeLink,
    response: FileAnswer,
    file: ['text/html; charset=utf-8'],
    problems: [],
  }),
  unsubscribe: defineContract({
    method: 'POST',
    path: '/api/notices-unsubscribe',
    summary: 'Stop these emails: from the page, or by the button of a mail program (RFC 8058)',
    audience: 'public',
    query: UnsubscribeLink,
    response: FileAnswer,
    file: ['text/html; charset=utf-8'],
    problems: [],
  }),
}
