import type { Config } from '@netlify/functions'
import { videosContract } from '#core/videos/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { saveVideo } from '../src/videos/save-video.ts'
import { listVideos } from '../src/videos/videos.repo.ts'

export default oneAddress(
  endpoint(videosContract.list, ({ ctx, query }) => listVideos(ctx.db, query)),
  endpoint(videosContract.save, ({ ctx, body }) => saveVideo(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/videos', method: ['GET', 'POST'] }
