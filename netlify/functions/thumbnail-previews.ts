import type { Config } from '@netlify/functions'
import { thumbnailsContract } from '#core/thumbnails/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { renderDraft } from '../src/thumbnails/render-preview.ts'
import { getPreviewData } from '../src/thumbnails/thumbnails.repo.ts'

export default oneAddress(
  endpoint(thumbnailsContract.previewData, ({ ctx, query }) =>
    getPreviewData(ctx.db, query.owner_id, query.product_id),
  ),
  endpoint(thumbnailsContract.preview, ({ ctx, body }) => renderDraft(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/thumbnail-previews', method: ['GET', 'POST'] }
