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
import { Dialog, DialogActions } from '#ui/dialog.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'

/** Lets a post come again within limits. */
export function RepeatPost({ post }: { post: SocialPost }) {
  const format = useFormat()
  const queryClient = useQueryClient()
  const [isOpen, setOpen] = useState(false)
  const [days, setDays] = useState(30)
  const [times, setTimes] = useState(3)
  const [until, setUntil] = useState('')
  const create = useMutation({
    mutationFn: () =>
      api(socialSettingsContract.createRepeat, {
        body: {
          post_id: post.id,
          every_days: days,
          max_times: times,
          ends_on: until || null,
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
      <Dialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title="Repeat this post"
        description="The next post is scheduled once the last one went out."
      >
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            create.mutate()
          }}
        >
          <Field label="Days between posts">
            {(wiring) => (
              <Input
                {...wiring}
                type="number"
                min={1}
                max={365}
                required
                value={days}
                onChange={(event) => setDays(event.target.valueAsNumber || 1)}
              />
            )}
          </Field>
          <Field label="Number of repeats">
            {(wiring) => (
              <Input
                {...wiring}
                type="number"
                min={1}
                max={100}
                required
                value={times}
                onChange={(event) => setTimes(event.target.valueAsNumber || 1)}
              />
            )}
          </Field>
          <Field label="Last day" hint="Optional.">
            {(wiring) => (
              <Input {...wiring} type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
            )}
          </Field>
          <DialogActions>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" type="submit" isBusy={create.isPending}>
              Repeat post
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  )
}
