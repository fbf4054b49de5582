import type { Config } from '@netlify/functions'
import { socialPostsContract as contract } from '#core/social/posts/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { cancelPost } from '../src/social/posts/posts.repo.ts'

export default endpoint(contract.cancel, ({ ctx, params }) => cancelPost(ctx.db, params.id, ctx))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-posts/:id/cancel', method: 'POST' }
