import type { Config } from '@netlify/functions'
import { tasksContract } from '#core/tasks/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { listTaskGroups, listTasks } from '../src/tasks/tasks.repo.ts'

export default oneAddress(
  endpoint(tasksContract.listGroups, ({ ctx, query }) => listTaskGroups(ctx.db, query)),
  endpoint(tasksContract.list, ({ ctx, query }) => listTasks(ctx.db, query)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/influencer-tasks', method: 'GET' }
