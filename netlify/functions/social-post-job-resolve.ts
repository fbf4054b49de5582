import type { Config } from '@netlify/functions'
import { publishingContract } from '#core/social/posts/publishing-contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { resolvePostJob } from '../src/social/publishing/resolve-post-job.ts'

export default endpoint(publishingContract.resolve, ({ ctx, params, body }) =>
  resolvePostJob(ctx, params.id, body.media_id),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-post-jobs/:id/resolve', method: 'POST' }
