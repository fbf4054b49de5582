import type { Config } from '@netlify/functions'
import { socialSettingsContract as contract } from '#core/social/posts/settings-contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { deleteKept, updateKept } from '../src/social/posts/kept-texts.repo.ts'

export default oneAddress(
  endpoint(contract.updateTemplate, ({ ctx, params, body }) =>
    updateKept(ctx.db, 'social_templates', params.id, { values: body, ifMatch: ctx.ifMatch }),
  ),
  endpoint(contract.removeTemplate, ({ ctx, params }) => deleteKept(ctx.db, 'social_templates', params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-templates/:id', method: ['PATCH', 'DELETE'] }
