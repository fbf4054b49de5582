import type { Config } from '@netlify/functions'
import { socialSettingsContract as contract } from '#core/social/posts/settings-contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { listSlots, replaceSlots } from '../src/social/posts/settings/settings.repo.ts'

export default oneAddress(
  endpoint(contract.slots, ({ ctx }) => listSlots(ctx.db)),
  endpoint(contract.replaceSlots, ({ ctx, body }) => replaceSlots(ctx.db, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-slots', method: ['GET', 'PUT'] }
