import type { Config } from '@netlify/functions'
import { viewsContract } from '#core/products/views/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { createView } from '../src/products/views/save-view.ts'
import { listViews } from '../src/products/views/views.repo.ts'

export default oneAddress(
  endpoint(viewsContract.list, ({ ctx }) => listViews(ctx.db)),
  endpoint(viewsContract.create, ({ ctx, body }) => createView(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/saved-views', method: ['GET', 'POST'] }
