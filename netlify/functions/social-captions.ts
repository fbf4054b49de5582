import type { Config } from '@netlify/functions'
import { socialPostsContract as contract } from '#core/social/posts/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { writeCaption } from '../src/social/posts/write-caption.ts'

export default endpoint(contract.writeCaption, ({ ctx, body }) => writeCaption(ctx, body))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-captions', method: 'POST' }
