import type { Config } from '@netlify/functions'
import { strategiesContract } from '#core/prices/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { backtestStrategy } from '../src/prices/backtest-strategy.ts'

export default endpoint(strategiesContract.backtest, ({ ctx, body }) => backtestStrategy(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/strategies/backtest', method: 'POST' }
