import type { Config } from '@netlify/functions'
import { videosContract } from '#core/videos/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { transcodeAgain } from '../src/videos/transcodes/transcode-video.ts'

export default endpoint(videosContract.transcode, ({ ctx, params, body }) =>
  transcodeAgain(ctx, params.id, body.profile),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/videos/:id/transcode', method: 'POST' }
