import type { Config } from '@netlify/functions'
import { importsContract } from '#core/products/imports/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { requestImport } from '../src/products/imports/request-import.ts'

export default endpoint(importsContract.check, ({ ctx, params }) => requestImport(ctx, params.id, 'check'))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/sourced-products/import/:id/check', method: 'POST' }
