import type { Config } from '@netlify/functions'
import { videosContract } from '#core/videos/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { cancelUploadSession } from '../src/videos/cancel-upload-session.ts'

export default endpoint(videosContract.cancelUploadSession, ({ ctx, params }) => cancelUploadSession(ctx, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/upload-sessions/:id', method: 'DELETE' }
