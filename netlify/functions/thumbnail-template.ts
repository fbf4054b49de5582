import type { Config } from '@netlify/functions'
import { thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { updateTemplate } from '../src/thumbnails/change-templates.ts'
import { deleteTemplate, getTemplate } from '../src/thumbnails/templates.repo.ts'

export default oneAddress(
  endpoint(thumbnailTemplatesContract.get, ({ ctx, params }) => getTemplate(ctx.db, params.id)),
  endpoint(thumbnailTemplatesContract.update, ({ ctx, params, body }) => updateTemplate(ctx, params.id, body)),
  endpoint(thumbnailTemplatesContract.remove, ({ ctx, params }) => deleteTemplate(ctx.db, params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/thumbnail-templates/:id', method: ['GET', 'PATCH', 'DELETE'] }
