import type { Config } from '@netlify/functions'
import { socialSettingsContract as contract } from '#core/social/posts/settings-contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { templates } from '../src/social/posts/settings/kept-texts.repo.ts'

export default oneAddress(
  endpoint(contract.templates, ({ ctx }) => templates.list(ctx.db)),
  endpoint(contract.createTemplate, ({ ctx, body }) => templates.create(ctx.db, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-templates', method: ['GET', 'POST'] }
