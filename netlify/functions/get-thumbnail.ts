import type { Config } from '@netlify/functions'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { getThumbnail } from '../src/thumbnails/get-thumbnail.ts'

export default endpoint(thumbnailsContract.find, ({ ctx, query }) => getThumbnail(ctx, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/get-thumbnail', method: 'GET' }
