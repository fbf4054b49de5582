import type { Config } from '@netlify/functions'
import { videosContract } from '#core/videos/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { orderDub } from '../src/videos/dubs/dub-video.ts'

export default endpoint(videosContract.dub, ({ ctx, params, body }) => orderDub(ctx, params.id, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/videos/:id/dubs', method: 'POST' }
