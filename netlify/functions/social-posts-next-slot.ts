import type { Config } from '@netlify/functions'
import { socialPostsContract as contract } from '#core/social/posts/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { findNextSlot } from '../src/social/posts/settings/find-next-slot.ts'

export default endpoint(contract.nextSlot, ({ ctx, query }) => findNextSlot(ctx.db, query.connection_ids))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-posts/next-slot', method: 'GET' }
