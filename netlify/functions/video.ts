import type { Config } from '@netlify/functions'
import { videosContract } from '#core/videos/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { removeVideo } from '../src/videos/remove-video.ts'
import { chooseVideo, getVideo } from '../src/videos/videos.repo.ts'

export default oneAddress(
  endpoint(videosContract.get, ({ ctx, params }) => getVideo(ctx.db, params.id)),
  endpoint(videosContract.update, ({ ctx, params }) => chooseVideo(ctx.db, params.id)),
  endpoint(videosContract.remove, ({ ctx, params, query }) => removeVideo(ctx, params.id, query.delete_file)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/videos/:id', method: ['GET', 'PATCH', 'DELETE'] }
