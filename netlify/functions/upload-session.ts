import type { Config } from '@netlify/functions'
import { videosContract } from '#core/videos/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { cancelUploadSession } from '../src/videos/uploads/cancel-upload-session.ts'
import { getUploadProgress } from '../src/videos/uploads/get-upload-progress.ts'

export default oneAddress(
  endpoint(videosContract.uploadProgress, ({ ctx, params }) => getUploadProgress(ctx, params.id)),
  endpoint(videosContract.cancelUploadSession, ({ ctx, params }) => cancelUploadSession(ctx, params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/upload-sessions/:id', method: ['GET', 'DELETE'] }
