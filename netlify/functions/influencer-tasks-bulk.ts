import type { Config } from '@netlify/functions'
import { tasksContract } from '#core/tasks/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { updateTaskRows } from '../src/tasks/tasks.repo.ts'

export default endpoint(tasksContract.bulk, ({ ctx, body }) => updateTaskRows(ctx.db, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/influencer-tasks/bulk', method: 'POST' }
