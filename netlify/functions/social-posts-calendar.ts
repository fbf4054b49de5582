import type { Config } from '@netlify/functions'
import { socialPostsContract as contract } from '#core/social/posts/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { listCalendar } from '../src/social/posts/posts.repo.ts'

export default endpoint(contract.calendar, ({ ctx, query }) => listCalendar(ctx.db, query))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-posts/calendar', method: 'GET' }
