import type { Config } from '@netlify/functions'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { generateThumbnail } from '../src/thumbnails/generate-thumbnail.ts'

export default endpoint(thumbnailsContract.generate, ({ ctx, body }) => generateThumbnail(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/generate-thumbnail', method: 'POST' }
