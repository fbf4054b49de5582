import type { Config } from '@netlify/functions'
import { viewsContract } from '#core/products/views/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { countMyViews } from '../src/products/views/save-view.ts'

export default endpoint(viewsContract.counts, ({ ctx }) => countMyViews(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/saved-views/counts', method: 'GET' }
