import type { Config } from '@netlify/functions'
import { socialSettingsContract as contract } from '#core/social/posts/settings-contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { deleteRepeat, updateRepeat } from '../src/social/posts/settings/settings.repo.ts'

export default oneAddress(
  endpoint(contract.updateRepeat, ({ ctx, params, body }) => updateRepeat(ctx.db, params.id, body)),
  endpoint(contract.removeRepeat, ({ ctx, params }) => deleteRepeat(ctx.db, params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-repeats/:id', method: ['PATCH', 'DELETE'] }
