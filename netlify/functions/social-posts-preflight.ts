import type { Config } from '@netlify/functions'
import { socialPostsContract as contract } from '#core/social/posts/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { preflightPost } from '../src/social/posts/checks/preflight-post.ts'

export default endpoint(contract.preflight, ({ ctx, body }) => preflightPost(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-posts/preflight', method: 'POST' }
