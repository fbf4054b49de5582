import { z } from 'zod'
import { facebookConnection } from '../../connections/facebook.ts'
import { instagramConnection } from '../../connections/instagram.ts'
import { tiktokConnection } from '../../connections/tiktok.ts'
import { youtubeConnection } from '../../connections/youtube.ts'
import { unwrap } from '../../db/db-errors.ts'
import type { Db } from '../../db/user-client.ts'
import { AppError } from '../../errors.ts'
import { defineJob } from '../../jobs/define-job.ts'
import { log } from '../../log.ts'
import { ProviderError } from '../../providers/errors.ts'

const SignIn = z.object({
  workspace_id: z.uuid(),
  provider: z.enum(['facebook', 'instagram', 'youtube', 'tiktok']),
  account: z.string(),
})
type SignIn = z.infer<typeof SignIn>

/**
 * Uses sign-ins that would end by disuse: an Instagram login is made longer in its second month, TikTok and Google
 * forget grants that are not used, and a Facebook login whose time is over is shown as such. Running twice asks who
 * signed in once more.
 */
export const keepSignIns = defineJob({
  kind: 'social.keep-sign-ins',
  payload: z.object({}),
  async run({ db, signal }) {
    const rows = z.array(SignIn).parse(unwrap(await db.rpc('list_social_sign_ins_to_keep')))
    for (const row of rows) {
      signal.throwIfAborted()
      await keep(db, row, signal)
    }
  },
})

async function keep(db: Db, { workspace_id, provider, account }: SignIn, signal: AbortSignal): Promise<void> {
  const options = { account, signal }
  try {
    switch (provider) {
      case 'facebook':
        await (await facebookConnection.openSession(db, workspace_id, options)).use(({ person }) => person.getPerson())
        return
      case 'instagram':
        await (await instagramConnection.openSession(db, workspace_id, options)).use((api) => api.getProfile())
        return
      case 'youtube':
        await (await youtubeConnection.openSession(db, workspace_id, options)).use((channel) => channel.getChannel())
        return
      case 'tiktok':
        await (await tiktokConnection.openSession(db, workspace_id, options)).use((one) => one.getCreator())
        return
    }
  } catch (error) {
    if (signal.aborted) throw error
    // The session has noted what concerns the account; a vendor that is busy is asked again tomorrow.
    if (!(error instanceof AppError) && !(error instanceof ProviderError)) throw error
    log.warn('social.sign_in_not_kept', { provider, code: error.code })
  }
}
