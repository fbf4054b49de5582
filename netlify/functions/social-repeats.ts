import type { Config } from '@netlify/functions'
import { socialSettingsContract as contract } from '#core/social/posts/settings-contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { createRepeat, listRepeats } from '../src/social/posts/settings/settings.repo.ts'

export default oneAddress(
  endpoint(contract.repeats, ({ ctx }) => listRepeats(ctx.db)),
  endpoint(contract.createRepeat, ({ ctx, body }) => createRepeat(ctx.db, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-repeats', method: ['GET', 'POST'] }
