import { z } from 'zod'
import { useAddress } from '#app/components/data-table/query/use-address.ts'
import { SocialNetwork } from '#core/social/networks.ts'
import { PostState } from '#core/social/posts/schema.ts'

const PostsAddress = z.object({
  q: z.string().max(200).default(''),
  state: z.union([PostState, z.literal('attention')]).optional(),
  network: SocialNetwork.optional(),
})

/** The page's filters. */
export function usePostsAddress() {
  const filtering = useAddress(PostsAddress, { filters: ['q', 'network', 'state'] })
  const { q, state, network } = filtering.address
  return { ...filtering, filters: { ...(q && { search: q }), ...(state && { state }), ...(network && { network }) } }
}
