import type { Config } from '@netlify/functions'
import { productsContract } from '#core/products/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { undoChange } from '../src/products/changes.repo.ts'

export default endpoint(productsContract.undoChange, ({ ctx, params }) => undoChange(ctx, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/changes/:id/undo', method: 'POST' }
