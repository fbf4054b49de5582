import type { Config } from '@netlify/functions'
import { tasksContract } from '#core/tasks/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { listPlacements } from '../src/tasks/placements.repo.ts'

export default endpoint(tasksContract.placements, ({ ctx, query }) => listPlacements(ctx.db, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/placements', method: 'GET' }
