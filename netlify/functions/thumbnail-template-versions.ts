import type { Config } from '@netlify/functions'
import { thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { listTemplateVersions } from '../src/thumbnails/templates.repo.ts'

export default endpoint(thumbnailTemplatesContract.versions, ({ ctx, params }) =>
  listTemplateVersions(ctx.db, params.id),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/thumbnail-templates/:id/versions', method: 'GET' }
