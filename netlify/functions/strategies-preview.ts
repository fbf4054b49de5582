import type { Config } from '@netlify/functions'
import { strategiesContract } from '#core/ebay/contract.ts'
import { previewStrategy } from '../src/ebay/preview-strategy.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(strategiesContract.preview, ({ ctx, body }) => previewStrategy(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/strategies/preview', method: 'POST' }
