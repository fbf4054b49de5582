import type { Config } from '@netlify/functions'
import { socialSettingsContract as contract } from '#core/social/posts/settings-contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { createKept, listKept } from '../src/social/posts/kept-texts.repo.ts'

export default oneAddress(
  endpoint(contract.hashtagSets, ({ ctx }) => listKept(ctx.db, 'social_hashtag_sets')),
  endpoint(contract.createHashtagSet, ({ ctx, body }) => createKept(ctx.db, 'social_hashtag_sets', body)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-hashtag-sets', method: ['GET', 'POST'] }
