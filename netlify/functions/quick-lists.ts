import type { Config } from '@netlify/functions'
import { quickListContract } from '#core/quick-list/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { createQuickList } from '../src/quick-list/create-quick-list.ts'
import { listQuickLists } from '../src/quick-list/quick-list.repo.ts'

export default oneAddress(
  endpoint(quickListContract.list, async ({ ctx, query }) => ({ items: await listQuickLists(ctx.db, query.limit) })),
  endpoint(quickListContract.create, ({ ctx, body }) => createQuickList(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/quick-list', method: ['GET', 'POST'] }
