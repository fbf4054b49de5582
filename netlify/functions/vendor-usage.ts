import type { Config } from '@netlify/functions'
import { quotasContract } from '#core/connections/quotas.ts'
import { listVendorUsage } from '../src/connections/quotas.ts'
import { endpoint } from '../src/http/endpoint.ts'

export default endpoint(quotasContract.list, ({ ctx }) => listVendorUsage(ctx.db))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/vendor-usage', method: 'GET' }
