import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { api } from '#app/lib/api.ts'
import { socialSettingsContract } from '#core/social/posts/settings-contract.ts'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import { ZoneField } from '../composer/zone-field.tsx'
import { Section } from './section.tsx'

/** The time zone of new posts, slots and the calendar. */
export function PostingZone() {
  const queryClient = useQueryClient()
  const change = useMutation({
    mutationFn: (time_zone: string) => api(socialSettingsContract.update, { body: { time_zone } }),
    onSuccess: () => showDone('Time zone changed', 'Scheduled posts keep their times.'),
    onError: (error) => showFailure('The time zone was not changed.', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.socialSettings }),
  })
  return (
    <Section
      title="Posting time zone"
      lead="New posts, slots and the calendar use this clock. Scheduled posts keep theirs."
      query={useQuery(postQueries.settings())}
    >
      {({ time_zone }) => (
        <div className="max-w-sm">
          <ZoneField zone={change.isPending ? change.variables : time_zone} onChange={(zone) => change.mutate(zone)} />
        </div>
      )}
    </Section>
  )
}
