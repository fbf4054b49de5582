import type { Config } from '@netlify/functions'
import { thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { createTemplate } from '../src/thumbnails/change-templates.ts'
import { listTemplates } from '../src/thumbnails/templates.repo.ts'

export default oneAddress(
  endpoint(thumbnailTemplatesContract.list, ({ ctx, query }) => listTemplates(ctx.db, query.owner_id)),
  endpoint(thumbnailTemplatesContract.create, ({ ctx, body }) => createTemplate(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/thumbnail-templates', method: ['GET', 'POST'] }
