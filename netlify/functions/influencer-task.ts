import type { Config } from '@netlify/functions'
import { tasksContract } from '#core/tasks/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { updateTask } from '../src/tasks/update-task.ts'

export default endpoint(tasksContract.update, ({ ctx, params, body }) => updateTask(ctx, params.id, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/influencer-tasks/:id', method: 'PATCH' }
