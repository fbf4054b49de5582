import { z } from 'zod'
import type { MetaPost } from '#core/social/posts/publishing-contract.ts'
import type { SocialPost } from '#core/social/posts/schema.ts'
import type { UserContext } from '../../context.ts'
import { unwrap } from '../../db/db-errors.ts'
import { AppError } from '../../errors.ts'
import { createPost } from '../posts/write-posts.ts'

const Networks = z.array(z.object({ id: z.uuid(), network: z.string() }))

/** Publishes a video now on accounts of Instagram and Facebook. Throws as `createPost`, and `invalid_input`. */
export async function postToMeta(
  ctx: UserContext,
  { video_id, connection_ids, caption, is_ai_generated }: MetaPost,
): Promise<SocialPost> {
  const accounts = Networks.parse(
    unwrap(await ctx.db.from('social_connections').select('id, network').in('id', connection_ids)),
  )
  if (accounts.some(({ network }) => network !== 'instagram' && network !== 'facebook')) {
    const message = 'This address posts on Instagram and Facebook. Use POST /api/social-posts for other networks.'
    throw new AppError('invalid_input', message, { issues: [{ path: 'connection_ids', message }] })
  }
  return createPost(ctx, {
    video_id,
    caption,
    is_ai_generated,
    accounts: connection_ids.map((connection_id) => ({
      connection_id,
      caption: null,
      title: null,
      privacy: null,
      tags: [],
    })),
    schedule: { now: true },
  })
}
