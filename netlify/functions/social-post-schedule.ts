import type { Config } from '@netlify/functions'
import { socialPostsContract as contract } from '#core/social/posts/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { schedulePost } from '../src/social/posts/write-posts.ts'

export default endpoint(contract.schedule, ({ ctx, params, body }) => schedulePost(ctx, params.id, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-posts/:id/schedule', method: 'POST' }
