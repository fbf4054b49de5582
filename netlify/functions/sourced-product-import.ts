import type { Config } from '@netlify/functions'
import { importsContract } from '#core/products/imports/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { cancelImport, getImport } from '../src/products/imports/imports.repo.ts'
import { updateImport } from '../src/products/imports/update-import.ts'

export default oneAddress(
  endpoint(importsContract.get, ({ ctx, params }) => getImport(ctx.db, params.id)),
  endpoint(importsContract.update, ({ ctx, params, body }) => updateImport(ctx, params.id, body)),
  endpoint(importsContract.remove, ({ ctx, params }) => cancelImport(ctx.db, params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/sourced-products/import/:id', method: ['GET', 'PATCH', 'DELETE'] }
