import type { Config } from '@netlify/functions'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { createRun } from '../src/thumbnails/create-run.ts'
import { listRuns } from '../src/thumbnails/thumbnails.repo.ts'

export default oneAddress(
  endpoint(thumbnailsContract.listRuns, ({ ctx, query }) => listRuns(ctx.db, query.limit)),
  endpoint(thumbnailsContract.createRun, ({ ctx, body }) => createRun(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/thumbnail-runs', method: ['GET', 'POST'] }
