import type { Config } from '@netlify/functions'
import { publishingContract } from '#core/social/posts/publishing-contract.ts'
import { endpoint } from '../src/http/endpoint.ts'
import { listCandidates } from '../src/social/publishing/resolve-post-job.ts'

export default endpoint(publishingContract.candidates, ({ ctx, params }) => listCandidates(ctx, params.id))

// Netlify reads this without running the file, so only literals work here.
export const config: Config = { path: '/api/social-post-jobs/:id/candidates', method: 'GET' }
