import type { Config } from '@netlify/functions'
import { socialSettingsContract as contract } from '#core/social/posts/settings-contract.ts'
import { endpoint, oneAddress } from '../src/http/endpoint.ts'
import { deleteKept, updateKept } from '../src/social/posts/kept-texts.repo.ts'

export default oneAddress(
  endpoint(contract.updateHashtagSet, ({ ctx, params, body }) =>
    updateKept(ctx.db, 'social_hashtag_sets', params.id, { values: body, ifMatch: ctx.ifMatch }),
  ),
  endpoint(contract.removeHashtagSet, ({ ctx, params }) => deleteKept(ctx.db, 'social_hashtag_sets', params.id)),
)

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-hashtag-sets/:id', method: ['PATCH', 'DELETE'] }
