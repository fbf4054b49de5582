import type { Config } from '@netlify/functions'
import { tasksContract } from '#core/tasks/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { openPanel } from '../src/tasks/open-panel.ts'

export default endpoint(tasksContract.panel, ({ ctx, query }) => openPanel(ctx, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/influencer-tasks/panel', method: 'GET' }
