import type { Config } from '@netlify/functions'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { getRun } from '../src/thumbnails/thumbnails.repo.ts'

export default endpoint(thumbnailsContract.run, ({ ctx, params }) => getRun(ctx.db, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/thumbnail-runs/:id', method: 'GET' }
