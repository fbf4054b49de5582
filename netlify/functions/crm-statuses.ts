import type { Config } from '@netlify/functions'
import { crmListsContract } from '#core/products/lists/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { createEntry, listEntries } from '../src/products/lists/crm-lists.repo.ts'

export default oneAddress(
  endpoint(crmListsContract.statuses.list, ({ ctx, query }) => listEntries(ctx.db, 'crm_statuses', query)),
  endpoint(crmListsContract.statuses.create, ({ ctx, body }) => createEntry(ctx.db, 'crm_statuses', body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/crm-statuses', method: ['GET', 'POST'] }
