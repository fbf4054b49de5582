import type { Config } from '@netlify/functions'
import { crmListsContract } from '#core/products/lists/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { deleteEntry, updateEntry } from '../src/products/lists/crm-lists.repo.ts'

export default oneAddress(
  endpoint(crmListsContract.collaborationTypes.update, ({ ctx, params, body }) =>
    updateEntry(ctx, 'crm_collaboration_types', params.id, body),
  ),
  endpoint(crmListsContract.collaborationTypes.remove, ({ ctx, params, query }) =>
    deleteEntry(ctx, 'crm_collaboration_types', params.id, query),
  ),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/crm-collaboration-types/:id', method: ['PATCH', 'DELETE'] }
