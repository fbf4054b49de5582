import type { Config } from '@netlify/functions'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { listRunItems } from '../src/thumbnails/thumbnails.repo.ts'

export default endpoint(thumbnailsContract.runItems, ({ ctx, params, query }) => listRunItems(ctx.db, params.id, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/thumbnail-runs/:id/items', method: 'GET' }
