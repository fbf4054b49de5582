import { z } from 'zod'
import { defineJob } from '../jobs/define-job.ts'
import { openMailer } from '../providers/smtp/index.ts'
import { checkNotices, planNoticeEmails } from './notices.repo.ts'

/**
 * Every ten minutes: opens a notice for what waits for a person, resolves what no longer waits, and plans the emails. May
 * run twice: one notice is open per cause and subject, and a person has one email per cause and day. Without a mail server
 * it plans none.
 */
export const checkNoticesOfAll = defineJob({
  kind: 'notices.check',
  payload: z.object({}),
  async run({ db, progress }) {
    await checkNotices(db)
    if (!openMailer()) return
    let planned = 0
    for (let count = -1; count !== 0; ) {
      count = await planNoticeEmails(db)
      planned += count
      await progress(planned)
    }
  },
})
