import { z } from 'zod'
import { readEnv } from '../env.ts'
import { defineJob, JobError } from '../jobs/define-job.ts'
import { log } from '../log.ts'
import { ProviderError } from '../providers/errors.ts'
import { type Mail, openMailer } from '../providers/smtp/index.ts'
import { composeEmail } from './compose-email.ts'
import { beginNoticeEmail, type NoticeEmail, settleNoticeEmail } from './notices.repo.ts'
import { unsubscribeLink } from './unsubscribe-link.ts'

/**
 * Sends one planned email. May run twice: that it is being sent is written down first. The email goes out again only after
 * the mail server was proven not to have it; one that an earlier worker may have sent stays `unknown` for ever.
 */
export const emailNotice = defineJob({
  kind: 'notices.email',
  payload: z.object({ email_id: z.uuid() }),
  async run({ payload, db, signal }) {
    const mailer = openMailer()
    if (!mailer) throw new JobError('not_configured', 'No mail server is configured.', { isFinal: true })
    const id = payload.email_id
    const email = await beginNoticeEmail(db, id)
    if (!email) return
    if (email.state === 'unknown') {
      log.warn('notice.email_unknown', { id })
      return
    }
    let result: 'accepted' | 'unknown'
    try {
      result = await mailer.send(toMail(email), signal)
    } catch (error) {
      if (!(error instanceof ProviderError) || error.outcome === 'try_later') {
        await settleNoticeEmail(db, id, { state: 'planned' })
        throw error instanceof ProviderError ? new JobError('try_later', error.message, { cause: error }) : error
      }
      const { outcome, code, message } = error
      await settleNoticeEmail(db, id, { state: 'failed', outcome, error_code: code })
      // A refused password concerns every email: the dead job shows it to the administrator.
      if (outcome === 'reconnect') throw new JobError(outcome, message, { isFinal: true, cause: error })
      log.warn('notice.email_refused', { id, outcome, code })
      return
    }
    if (result === 'unknown') log.warn('notice.email_unknown', { id })
    await settleNoticeEmail(db, id, { state: result === 'accepted' ? 'sent' : 'unknown' })
  },
})

function toMail(email: NoticeEmail): Mail {
  const { SITE_URL } = readEnv()
  const unsubscribe = unsubscribeLink(email.user_id)
  return {
    id: email.id,
    to: { name: email.name, address: email.to },
    ...composeEmail(email, { site: SITE_URL, unsubscribe }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribe !== null && {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }),
    },
  }
}
