import type { Config } from '@netlify/functions'
import { socialSettingsContract as contract } from '#core/social/posts/settings-contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { templates } from '../src/social/posts/settings/kept-texts.repo.ts'

export default oneAddress(
  endpoint(contract.updateTemplate, ({ ctx, params, body }) => templates.update(ctx.db, params.id, body, ctx.ifMatch)),
  endpoint(contract.removeTemplate, ({ ctx, params }) => templates.remove(ctx.db, params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-templates/:id', method: ['PATCH', 'DELETE'] }
