import type { Config } from '@netlify/functions'
import { pricesContract } from '#core/prices/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { undoPriceChange } from '../src/listings/update-listings.ts'

export default endpoint(pricesContract.undo, ({ ctx, params }) => undoPriceChange(ctx, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/price-reduction-logs/:id/undo', method: 'POST' }
