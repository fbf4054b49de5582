import { z } from 'zod'
import { defineContract } from '../../http/contract.ts'
import { Instant } from '../../time.ts'
import { SocialPost } from './schema.ts'

/** A post of the network that an unknown job may be. */
export const PublishedCandidate = z.object({
  media_id: z.string(),
  text: z.string(),
  posted_at: Instant,
  permalink: z.url().nullable(),
})
export type PublishedCandidate = z.infer<typeof PublishedCandidate>

/** Publishes one video as an Instagram Reel or a Facebook page video now. */
const MetaPost = z.strictObject({
  video_id: z.uuid(),
  /** Accounts on Instagram and Facebook. */
  connection_ids: z.array(z.uuid()).min(1).max(20),
  caption: z.string().max(70_000),
  is_ai_generated: z.boolean().default(false),
})
export type MetaPost = z.infer<typeof MetaPost>

const id = z.strictObject({ id: z.uuid() })

export const publishingContract = {
  metaPost: defineContract({
    method: 'POST',
    path: '/api/meta-post',
    summary: 'Publish a video now as an Instagram Reel and on Facebook pages; the answer is the post, still on its way',
    audience: 'user',
    body: MetaPost,
    response: SocialPost,
    status: 202,
    problems: [
      'not_allowed',
      'post_not_ready',
      'video_not_found',
      'social_account_not_found',
      'social_account_inactive',
      'invalid_input',
    ],
    idempotent: true,
  }),
  retry: defineContract({
    method: 'POST',
    path: '/api/social-posts/:id/retry',
    summary: 'Try again on the accounts where a post failed; what is public stays as it is',
    audience: 'user',
    params: id,
    response: z.object({ retried: z.number().int() }),
    status: 202,
    problems: ['not_allowed', 'post_not_found', 'post_has_nothing_to_retry'],
  }),
  candidates: defineContract({
    method: 'GET',
    path: '/api/social-post-jobs/:id/candidates',
    summary: 'What the account published since an unknown post was sent, as the network lists it now',
    audience: 'user',
    params: id,
    response: z.object({ items: z.array(PublishedCandidate) }),
    problems: ['not_allowed', 'post_not_found', 'provider_not_configured', 'provider_try_later', 'provider_failed'],
  }),
  resolve: defineContract({
    method: 'POST',
    path: '/api/social-post-jobs/:id/resolve',
    summary: 'Say which post of the network an unknown one is, or (null) that it is not there',
    audience: 'user',
    params: id,
    body: z.strictObject({ media_id: z.string().min(1).max(128).nullable() }),
    response: z.object({ state: z.enum(['posted', 'failed']) }),
    problems: ['not_allowed', 'post_not_found', 'post_job_not_unknown', 'media_taken', 'media_not_found'],
  }),
}
