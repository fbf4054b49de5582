import type { Config } from '@netlify/functions'
import { sourceBudgetContract } from '#core/catalog/source-budget.ts'
import { readSourceBudget } from '../src/catalog/read-source-budget.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(sourceBudgetContract.read, ({ ctx }) => readSourceBudget(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/source-budget', method: 'GET' }
