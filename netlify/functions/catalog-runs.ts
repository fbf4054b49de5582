import type { Config } from '@netlify/functions'
import { catalogContract } from '#core/catalog/contract.ts'
import { listRuns } from '../src/catalog/runs.repo.ts'
import { startRun } from '../src/catalog/start-run.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'

export default oneAddress(
  endpoint(catalogContract.runs, ({ ctx, query }) => listRuns(ctx.db, query)),
  endpoint(catalogContract.startRun, ({ ctx, body }) => startRun(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/catalog/runs', method: ['GET', 'POST'] }
