import type { Config } from '@netlify/functions'
import { importsContract } from '#core/products/imports/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { createImport } from '../src/products/imports/create-import.ts'

export default endpoint(importsContract.createCatalog, ({ ctx, body }) => createImport(ctx, body, { isCatalog: true }))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/catalog/import', method: 'POST' }
