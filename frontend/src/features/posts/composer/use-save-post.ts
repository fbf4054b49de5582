import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { api } from '#app/lib/api.ts'
import { type PostableAccount, socialPostsContract } from '#core/social/posts/contract.ts'
import type { PostSchedule, SocialPost } from '#core/social/posts/schema.ts'
import { bodyOf, type Draft } from './draft.ts'

/** `keep`: save the text and leave the time alone. */
export type Save = 'keep' | PostSchedule
type Saving = { draft: Draft; how: Save }

/** Saves a new or a changed post, and schedules it when asked. */
export function useSavePost(post: SocialPost | null, accounts: readonly PostableAccount[]) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async ({ draft, how }: Saving): Promise<SocialPost> => {
      const body = bodyOf(draft, accounts)
      if (!post) {
        return api(socialPostsContract.create, { body: { ...body, ...(how !== 'keep' && { schedule: how }) } })
      }
      const params = { id: post.id }
      const saved =
        post.state === 'cancelled'
          ? post
          : await api(socialPostsContract.update, { params, body, ifMatch: post.updated_at })
      if (how === 'keep') return saved
      return api(socialPostsContract.schedule, { params, body: how, ifMatch: saved.updated_at })
    },
    onSuccess: (saved) => queryClient.setQueryData(postQueries.one(saved.id).queryKey, saved),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.socialPosts }),
  })
}
