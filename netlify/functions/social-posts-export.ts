import type { Config } from '@netlify/functions'
import { socialPostsContract as contract } from '#core/social/posts/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { exportPosts } from '../src/social/posts/files/export-posts.ts'

export default endpoint(contract.export, ({ ctx, query }) => exportPosts(ctx, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-posts/export', method: 'GET' }
