import type { Config } from '@netlify/functions'
import { videosContract } from '#core/videos/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { createStorageUploadSession } from '../src/videos/uploads/create-storage-upload-session.ts'

export default endpoint(videosContract.createStorageUploadSession, ({ ctx, body }) =>
  createStorageUploadSession(ctx, body),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/storage-upload-session', method: 'POST' }
