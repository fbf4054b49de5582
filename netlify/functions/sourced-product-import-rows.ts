import type { Config } from '@netlify/functions'
import { importsContract } from '#core/products/imports/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { addImportRows, listImportRows } from '../src/products/imports/imports.repo.ts'

export default oneAddress(
  endpoint(importsContract.listRows, ({ ctx, params, query }) => listImportRows(ctx.db, params.id, query)),
  endpoint(importsContract.addRows, ({ ctx, params, body }) => addImportRows(ctx.db, params.id, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/sourced-products/import/:id/rows', method: ['GET', 'POST'] }
