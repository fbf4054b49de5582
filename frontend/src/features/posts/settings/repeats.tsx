import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { queryKeys } from '#app/domains/query-keys.ts'
import { clockWords } from '#app/domains/social/clock-words.ts'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { REPEAT_END_WORDS, type SocialRepeat } from '#core/social/posts/settings.ts'
import { socialSettingsContract } from '#core/social/posts/settings-contract.ts'
import { Button } from '#ui/button.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import { RepeatDialog, type RepeatLimits } from '../repeat-limits.tsx'
import { Section } from './section.tsx'

/** The posts that come again. */
export function Repeats() {
  return (
    <Section
      title="Repeats"
      lead="A repeat stops at its limits, and when its product, video or accounts are gone."
      query={useQuery(postQueries.repeats())}
    >
      {(repeats) =>
        repeats.length === 0 ? (
          <p className="text-muted">No repeats yet. Open a posted post to repeat it.</p>
        ) : (
          <ul aria-label="Repeats" className="divide-y divide-line rounded-card border border-line bg-surface">
            {repeats.map((repeat) => (
              <RepeatRow key={repeat.id} repeat={repeat} />
            ))}
          </ul>
        )
      }
    </Section>
  )
}

function RepeatRow({ repeat }: { repeat: SocialRepeat }) {
  const format = useFormat()
  const queryClient = useQueryClient()
  const settle = () => queryClient.invalidateQueries({ queryKey: queryKeys.socialSettings })
  const { id, post_id, product_title, caption, every_days, max_times, made, ends_on, time, ended } = repeat
  const name = product_title ?? (caption || 'Post')
  const [isEditing, setEditing] = useState(false)
  const change = useMutation({
    mutationFn: (body: RepeatLimits) => api(socialSettingsContract.updateRepeat, { params: { id }, body }),
    onSuccess: () => {
      setEditing(false)
      showDone('Limits saved')
    },
    onError: (error) => showFailure('The limits were not saved.', error),
    onSettled: settle,
  })
  const stop = useMutation({
    mutationFn: () => api(socialSettingsContract.updateRepeat, { params: { id }, body: { is_stopped: true } }),
    onSuccess: () => showDone('Repeat stopped', 'Scheduled posts stay.'),
    onError: (error) => showFailure('The repeat was not stopped.', error),
    onSettled: settle,
  })
  const remove = useMutation({
    mutationFn: () => api(socialSettingsContract.removeRepeat, { params: { id } }),
    onSuccess: () => showDone('Repeat deleted'),
    onError: (error) => showFailure('The repeat was not deleted.', error),
    onSettled: settle,
  })
  const limits = [
    max_times === null ? `${made} so far` : `${made} / ${max_times}`,
    ends_on && `until ${format.day(ends_on)}`,
  ].filter(Boolean)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-60">
        <Link to={addresses.post(post_id)} className="font-medium break-words hover:underline">
          {name}
        </Link>
        <p className="text-table text-muted">
          Every {format.count(every_days, 'day')} at {clockWords(time, format.locale)} · {limits.join(' · ')}
          {ended && ` · ${REPEAT_END_WORDS[ended]}`}
        </p>
      </div>
      {ended ? (
        <Button
          size="small"
          aria-label={`Delete the repeat of ${name}`}
          onClick={() => remove.mutate()}
          isBusy={remove.isPending}
        >
          Delete
        </Button>
      ) : (
        <div className="flex gap-2">
          <Button size="small" aria-label={`Change the limits of ${name}`} onClick={() => setEditing(true)}>
            Change
          </Button>
          <Button
            size="small"
            aria-label={`Stop repeating ${name}`}
            onClick={() => stop.mutate()}
            isBusy={stop.isPending}
          >
            Stop
          </Button>
        </div>
      )}
      {isEditing && (
        <RepeatDialog
          title="Change the limits"
          description={`${name} repeated ${format.count(made, 'time')} so far.`}
          action="Save limits"
          initial={{ every_days, max_times, ends_on }}
          isBusy={change.isPending}
          onClose={() => setEditing(false)}
          onSave={change.mutate}
        />
      )}
    </li>
  )
}
