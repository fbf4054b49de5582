import type { Config } from '@netlify/functions'
import { videosContract } from '#core/videos/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { createOneDriveUploadSession } from '../src/videos/uploads/create-onedrive-upload-session.ts'

export default endpoint(videosContract.createOneDriveUploadSession, ({ ctx, body }) =>
  createOneDriveUploadSession(ctx, body),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/onedrive-upload-session', method: 'POST' }
