import type { Config } from '@netlify/functions'
import { importsContract } from '#core/products/imports/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { createImport } from '../src/products/imports/create-import.ts'
import { listImports } from '../src/products/imports/imports.repo.ts'

export default oneAddress(
  endpoint(importsContract.list, ({ ctx, query }) => listImports(ctx.db, query)),
  endpoint(importsContract.create, ({ ctx, body }) => createImport(ctx, body, { isCatalog: false })),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/sourced-products/import', method: ['GET', 'POST'] }
