import type { Config } from '@netlify/functions'
import { videosContract } from '#core/videos/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { downloadVideo } from '../src/videos/download-video.ts'

export default endpoint(videosContract.download, ({ ctx, params, query }) =>
  downloadVideo(ctx, params.id, query.variant),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/videos/:id/download', method: 'GET' }
