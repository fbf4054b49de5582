import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Repeat } from 'lucide-react'
import { useState } from 'react'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { SocialPost } from '#core/social/posts/schema.ts'
import { socialSettingsContract } from '#core/social/posts/settings-contract.ts'
import { timeOf } from '#core/social/posts/wall-time.ts'
import { Button } from '#ui/button.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import { RepeatDialog, type RepeatLimits } from './repeat-limits.tsx'

const USUAL: RepeatLimits = { every_days: 30, max_times: 3, ends_on: null }

/** Lets a post come again within limits. */
export function RepeatPost({ post }: { post: SocialPost }) {
  const format = useFormat()
  const queryClient = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const create = useMutation({
    mutationFn: (limits: RepeatLimits) =>
      api(socialSettingsContract.createRepeat, {
        body: {
          post_id: post.id,
          ...limits,
          time: post.scheduled_wall ? timeOf(post.scheduled_wall) : '09:00',
          time_zone: post.time_zone ?? format.timeZone,
        },
      }),
    onSuccess: () => {
      setOpen(false)
      showDone('The post repeats', 'It stops at its limits, and when the product is deleted.')
    },
    onError: (error) => showFailure('The post does not repeat.', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.socialSettings }),
  })
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Repeat aria-hidden="true" /> Repeat post
      </Button>
      {isOpen && (
        <RepeatDialog
          title="Repeat this post"
          description="The next post is scheduled once the last one went out."
          action="Repeat post"
          initial={USUAL}
          isBusy={create.isPending}
          onClose={() => setOpen(false)}
          onSave={create.mutate}
        />
      )}
    </>
  )
}
