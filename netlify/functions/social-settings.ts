import type { Config } from '@netlify/functions'
import { socialSettingsContract as contract } from '#core/social/posts/settings-contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { getSettings, updateSettings } from '../src/social/posts/settings/settings.repo.ts'

export default oneAddress(
  endpoint(contract.get, ({ ctx }) => getSettings(ctx.db)),
  endpoint(contract.update, ({ ctx, body }) => updateSettings(ctx.db, body.time_zone)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-settings', method: ['GET', 'PATCH'] }
