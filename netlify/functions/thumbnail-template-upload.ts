import type { Config } from '@netlify/functions'
import { thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { beginTemplateUpload } from '../src/thumbnails/change-templates.ts'

export default endpoint(thumbnailTemplatesContract.upload, ({ ctx, body }) => beginTemplateUpload(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/thumbnail-templates/upload-session', method: 'POST' }
