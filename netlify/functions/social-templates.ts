import type { Config } from '@netlify/functions'
import { socialSettingsContract as contract } from '#core/social/posts/settings-contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { createKept, listKept } from '../src/social/posts/kept-texts.repo.ts'

export default oneAddress(
  endpoint(contract.templates, ({ ctx }) => listKept(ctx.db, 'social_templates')),
  endpoint(contract.createTemplate, ({ ctx, body }) => createKept(ctx.db, 'social_templates', body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-templates', method: ['GET', 'POST'] }
