import type { Config } from '@netlify/functions'
import { tasksContract } from '#core/tasks/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { deleteTask } from '../src/tasks/tasks.repo.ts'
import { updateTask } from '../src/tasks/update-task.ts'

export default oneAddress(
  endpoint(tasksContract.update, ({ ctx, params, body }) => updateTask(ctx, params.id, body)),
  endpoint(tasksContract.remove, ({ ctx, params }) => deleteTask(ctx.db, params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/influencer-tasks/:id', method: ['PATCH', 'DELETE'] }
