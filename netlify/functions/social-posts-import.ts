import type { Config } from '@netlify/functions'
import { socialPostsContract as contract } from '#core/social/posts/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { importPosts } from '../src/social/posts/files/import-posts.ts'

export default endpoint(contract.import, ({ ctx, body }) => importPosts(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-posts/import', method: 'POST' }
