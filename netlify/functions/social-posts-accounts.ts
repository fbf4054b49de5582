import type { Config } from '@netlify/functions'
import { socialPostsContract as contract } from '#core/social/posts/contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { listAccounts } from '../src/social/posts/posts.repo.ts'

export default endpoint(contract.accounts, ({ ctx }) => listAccounts(ctx.db).then((items) => ({ items })))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-posts/accounts', method: 'GET' }
