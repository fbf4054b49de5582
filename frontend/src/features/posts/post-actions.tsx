import { useMutation, useQueryClient } from '@tanstack/react-query'
import { EllipsisVertical } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { socialPostsContract } from '#core/social/posts/contract.ts'
import type { SocialPost } from '#core/social/posts/schema.ts'
import { Button } from '#ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '#ui/dropdown-menu.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

const DELETABLE = new Set(['draft', 'scheduled', 'failed', 'cancelled'])

/** Copy, make a draft again, cancel, delete. */
export function PostActions({ post }: { post: SocialPost }) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [isDeleting, setDeleting] = useState(false)
  const call = { params: { id: post.id }, ifMatch: post.updated_at }
  const settle = () => queryClient.invalidateQueries({ queryKey: queryKeys.socialPosts })
  const unschedule = useMutation({
    mutationFn: () => api(socialPostsContract.unschedule, call),
    onSuccess: () => showDone('The post is a draft again'),
    onError: (error) => showFailure('The post is still scheduled.', error),
    onSettled: settle,
  })
  const cancel = useMutation({
    mutationFn: () => api(socialPostsContract.cancel, call),
    onSuccess: ({ state }) =>
      state === 'cancelled'
        ? showDone('Post cancelled', 'Nothing was sent.')
        : showDone('Cancelled where it was waiting', 'What was sent stays on the networks.'),
    onError: (error) => showFailure('The post was not cancelled.', error),
    onSettled: settle,
  })
  const remove = useMutation({
    mutationFn: () => api(socialPostsContract.remove, call),
    onSuccess: () => {
      showDone('Post deleted')
      void navigate(addresses.posts(), { replace: true })
    },
    onError: (error) => showFailure('The post was not deleted.', error),
    onSettled: () => {
      setDeleting(false)
      void settle()
    },
  })
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button variant="quiet" size="icon" aria-label="More for this post">
            <EllipsisVertical aria-hidden="true" />
          </Button>
        }
      >
        <MenuItem onSelect={() => void navigate(addresses.newPost({ copy_of: post.id }))}>Copy to a new post</MenuItem>
        {post.state === 'scheduled' && <MenuItem onSelect={() => unschedule.mutate()}>Make it a draft</MenuItem>}
        {(post.state === 'scheduled' || post.state === 'publishing') && (
          <MenuItem onSelect={() => cancel.mutate()}>Cancel post</MenuItem>
        )}
        {DELETABLE.has(post.state) && (
          <>
            <MenuSeparator />
            <MenuItem tone="danger" onSelect={() => setDeleting(true)}>
              Delete…
            </MenuItem>
          </>
        )}
      </Menu>
      <ConfirmDialog
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        title="Delete this post?"
        action="Delete post"
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate()}
      >
        Its text and its time are deleted. Nothing on a network changes.
      </ConfirmDialog>
    </>
  )
}
