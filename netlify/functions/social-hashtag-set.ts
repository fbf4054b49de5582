import type { Config } from '@netlify/functions'
import { socialSettingsContract as contract } from '#core/social/posts/settings-contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { hashtagSets } from '../src/social/posts/settings/kept-texts.repo.ts'

export default oneAddress(
  endpoint(contract.updateHashtagSet, ({ ctx, params, body }) =>
    hashtagSets.update(ctx.db, params.id, body, ctx.ifMatch),
  ),
  endpoint(contract.removeHashtagSet, ({ ctx, params }) => hashtagSets.remove(ctx.db, params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-hashtag-sets/:id', method: ['PATCH', 'DELETE'] }
