import type { Config } from '@netlify/functions'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { getSettings, updateSettings } from '../src/thumbnails/thumbnails.repo.ts'

export default oneAddress(
  endpoint(thumbnailsContract.settings, ({ ctx }) => getSettings(ctx.db)),
  endpoint(thumbnailsContract.updateSettings, ({ ctx, body }) => updateSettings(ctx.db, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/thumbnail-settings', method: ['GET', 'PATCH'] }
