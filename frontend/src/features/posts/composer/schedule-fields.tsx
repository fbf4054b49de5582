import { useMutation } from '@tanstack/react-query'
import { CalendarPlus } from 'lucide-react'
import { Notice } from '#app/components/ui/notice.tsx'
import { ruleWords } from '#app/domains/social/clock-words.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { socialPostsContract } from '#core/social/posts/contract.ts'
import { resolveWallTime, WallTime } from '#core/social/posts/wall-time.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import type { Draft } from './draft.ts'
import { ZoneField } from './zone-field.tsx'

type ScheduleFieldsProps = { draft: Draft; onChange: (change: Partial<Draft>) => void }

/** When a post goes out: a time on the clock of a zone, with what the clocks make of it. */
export function ScheduleFields({ draft, onChange }: ScheduleFieldsProps) {
  const format = useFormat()
  const { wall, time_zone, account_ids } = draft
  const isTime = WallTime.safeParse(wall).success
  const at = isTime ? resolveWallTime(wall, time_zone).at : null
  const rule = isTime ? ruleWords(wall, time_zone, format.locale) : null
  const next = useMutation({
    mutationFn: () => api(socialPostsContract.nextSlot, { query: { connection_ids: account_ids.join(',') } }),
    onSuccess: ({ slot, has_slots }) => {
      if (slot) return onChange({ wall: slot.wall, time_zone: slot.time_zone })
      showDone(
        has_slots ? 'No free slot in the next six months' : 'No slots yet',
        has_slots ? 'Choose a time, or add slots under Post settings.' : 'Add weekly slots under Post settings.',
      )
    },
    onError: (error) => showFailure('The next slot could not be found.', error),
  })
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Date and time">
          {(wiring) => (
            <Input
              {...wiring}
              type="datetime-local"
              step={60}
              value={wall}
              onChange={(event) => onChange({ wall: event.target.value.slice(0, 16) })}
            />
          )}
        </Field>
        <ZoneField zone={time_zone} onChange={(zone) => onChange({ time_zone: zone })} />
      </div>
      <div>
        <Button size="small" onClick={() => next.mutate()} isBusy={next.isPending}>
          <CalendarPlus aria-hidden="true" /> Next free slot
        </Button>
      </div>
      {rule && <Notice tone="waiting">{rule}</Notice>}
      {at !== null && time_zone !== format.timeZone && (
        <p className="text-meta text-muted">For you, that is {format.instant(at)}.</p>
      )}
    </div>
  )
}
