import type { Config } from '@netlify/functions'
import { socialSettingsContract as contract } from '#core/social/posts/settings-contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { listLimits } from '../src/social/posts/posts.repo.ts'

export default endpoint(contract.limits, ({ ctx }) => listLimits(ctx.db).then((items) => ({ items })))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-limits', method: 'GET' }
