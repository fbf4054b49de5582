import type { Config } from '@netlify/functions'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { getThumbnailFonts } from '../src/thumbnails/render-preview.ts'

export default endpoint(thumbnailsContract.fonts, ({ ctx }) => getThumbnailFonts(ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/thumbnail-fonts', method: 'GET' }
