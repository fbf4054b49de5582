import type { Config } from '@netlify/functions'
import { socialPostsContract as contract } from '#core/social/posts/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { listPosts } from '../src/social/posts/posts.repo.ts'
import { createPost } from '../src/social/posts/write-posts.ts'

export default oneAddress(
  endpoint(contract.list, ({ ctx, query }) => listPosts(ctx.db, query)),
  endpoint(contract.create, ({ ctx, body }) => createPost(ctx, body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-posts', method: ['GET', 'POST'] }
