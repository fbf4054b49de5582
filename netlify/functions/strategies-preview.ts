import type { Config } from '@netlify/functions'
import { strategiesContract } from '#core/prices/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { previewStrategy } from '../src/prices/preview-strategy.ts'

export default endpoint(strategiesContract.preview, ({ ctx, body }) => previewStrategy(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/strategies/preview', method: 'POST' }
