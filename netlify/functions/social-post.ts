import type { Config } from '@netlify/functions'
import { socialPostsContract as contract } from '#core/social/posts/contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { deletePost, getPost } from '../src/social/posts/posts.repo.ts'
import { updatePost } from '../src/social/posts/write-posts.ts'

export default oneAddress(
  endpoint(contract.get, ({ ctx, params }) => getPost(ctx.db, params.id)),
  endpoint(contract.update, ({ ctx, params, body }) => updatePost(ctx, params.id, body)),
  endpoint(contract.remove, ({ ctx, params }) => deletePost(ctx.db, params.id, ctx)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = {
  path: '/api/social-posts/:id',
  // Path segments with functions of their own.
  excludedPath: [
    '/api/social-posts/accounts',
    '/api/social-posts/calendar',
    '/api/social-posts/counts',
    '/api/social-posts/export',
    '/api/social-posts/next-slot',
  ],
  method: ['GET', 'PATCH', 'DELETE'],
}
