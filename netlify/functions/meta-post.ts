import type { Config } from '@netlify/functions'
import { publishingContract } from '#core/social/posts/publishing-contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { postToMeta } from '../src/social/publishing/post-to-meta.ts'

export default endpoint(publishingContract.metaPost, ({ ctx, body }) => postToMeta(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/meta-post', method: 'POST' }
