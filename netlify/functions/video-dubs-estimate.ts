import type { Config } from '@netlify/functions'
import { videosContract } from '#core/videos/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { estimateDub } from '../src/videos/dubs/dub-video.ts'

export default endpoint(videosContract.dubEstimate, ({ ctx, params, query }) =>
  estimateDub(ctx, params.id, query.language),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/videos/:id/dubs/estimate', method: 'GET' }
