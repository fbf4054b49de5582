import type { Config } from '@netlify/functions'
import { publishingContract } from '#core/social/posts/publishing-contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { retryPost } from '../src/social/publishing/retry-post.ts'

export default endpoint(publishingContract.retry, ({ ctx, params }) => retryPost(ctx, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-posts/:id/retry', method: 'POST' }
