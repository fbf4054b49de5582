import type { Config } from '@netlify/functions'
import { productsContract } from '#core/products/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { lookUpAsin } from '../src/products/look-up-asin.ts'

export default endpoint(productsContract.lookup, ({ ctx, query }) => lookUpAsin(ctx, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/keepa-lookup', method: 'GET' }
