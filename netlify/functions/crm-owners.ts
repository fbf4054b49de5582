import type { Config } from '@netlify/functions'
import { crmListsContract } from '#core/products/lists/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { createEntry, listEntries } from '../src/products/lists/crm-lists.repo.ts'

export default oneAddress(
  endpoint(crmListsContract.owners.list, ({ ctx, query }) => listEntries(ctx.db, 'crm_owners', query)),
  endpoint(crmListsContract.owners.create, ({ ctx, body }) => createEntry(ctx.db, 'crm_owners', body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/crm-owners', method: ['GET', 'POST'] }
