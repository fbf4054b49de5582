import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Select } from '#app/components/ui/select.tsx'
import { queryKeys } from '#app/domains/query-keys.ts'
import { clockWords } from '#app/domains/social/clock-words.ts'
import { postQueries } from '#app/domains/social/posts.queries.ts'
import { api } from '#app/lib/api.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { NETWORK_NAMES } from '#core/social/networks.ts'
import type { SocialSlotInput } from '#core/social/posts/settings.ts'
import { socialSettingsContract } from '#core/social/posts/settings-contract.ts'
import { Button } from '#ui/button.tsx'
import { Input } from '#ui/input.tsx'
import { showDone, showFailure } from '#ui/toasts/notify.ts'
import { Section } from './section.tsx'

const EVERY_DAY = '0'
const EVERY_ACCOUNT = 'all'

/** Weekly times at which posts go out. */
export function SlotEditor() {
  const format = useFormat()
  const queryClient = useQueryClient()
  const slots = useQuery(postQueries.slots())
  const { data: accounts = [] } = useQuery(postQueries.accounts())
  const [weekday, setWeekday] = useState(EVERY_DAY)
  const [time, setTime] = useState('09:00')
  const [account, setAccount] = useState(EVERY_ACCOUNT)
  const replace = useMutation({
    mutationFn: (list: SocialSlotInput[]) => api(socialSettingsContract.replaceSlots, { body: { slots: list } }),
    onSuccess: (saved) => {
      queryClient.setQueryData(postQueries.slots().queryKey, saved)
      showDone('Slots saved')
    },
    onError: (error) => showFailure('The slots were not saved.', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.socialSettings }),
  })
  const dayName = (day: number) =>
    new Intl.DateTimeFormat(format.locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, 5, day))
  const accountName = (id: string) => {
    const found = accounts.find((one) => one.id === id)
    return found ? `${NETWORK_NAMES[found.network]}: ${found.name}` : 'a disconnected account'
  }
  return (
    <Section title="Slots" lead="“Next free slot” puts a post at the next of these times." query={slots}>
      {({ items, time_zone }) => {
        const asInput = items.map(({ weekday: day, time: at, connection_ids }) => ({
          weekday: day,
          time: at,
          connection_ids,
        }))
        const connection_ids = account === EVERY_ACCOUNT ? [] : [account]
        const days = weekday === EVERY_DAY ? [1, 2, 3, 4, 5, 6, 7] : [Number(weekday)]
        const add = () => replace.mutate([...asInput, ...days.map((day) => ({ weekday: day, time, connection_ids }))])
        return (
          <>
            {items.length === 0 ? (
              <p className="text-muted">No slots yet.</p>
            ) : (
              <ul aria-label="Slots" className="flex flex-wrap gap-2">
                {items.map((slot, place) => {
                  const words = `${dayName(slot.weekday)} ${clockWords(slot.time, format.locale)}`
                  const who = slot.connection_ids.map(accountName).join(', ')
                  return (
                    <li
                      key={slot.id}
                      className="inline-flex items-center gap-1 rounded-control border border-line bg-surface py-0.5 pr-0.5 pl-2 text-table"
                    >
                      {words}
                      {who && <span className="text-muted"> · {who}</span>}
                      <Button
                        size="icon-small"
                        variant="quiet"
                        aria-label={`Remove ${words}`}
                        onClick={() => replace.mutate(asInput.filter((_, index) => index !== place))}
                      >
                        <X aria-hidden="true" />
                      </Button>
                    </li>
                  )
                })}
              </ul>
            )}
            <form
              aria-label="Add slot"
              className="flex flex-wrap items-center gap-2"
              onSubmit={(event) => {
                event.preventDefault()
                add()
              }}
            >
              <Select
                label="Day"
                className="w-36"
                value={weekday}
                onChange={setWeekday}
                options={[
                  { value: EVERY_DAY, label: 'Every day' },
                  ...[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: dayName(day) })),
                ]}
              />
              <div className="w-32">
                <Input
                  type="time"
                  aria-label="Time"
                  required
                  value={time}
                  onChange={(event) => setTime(event.target.value.slice(0, 5))}
                />
              </div>
              <Select
                label="Account"
                className="w-56"
                value={account}
                onChange={setAccount}
                options={[
                  { value: EVERY_ACCOUNT, label: 'Every account' },
                  ...accounts
                    .filter(({ is_active }) => is_active)
                    .map(({ id }) => ({ value: id, label: accountName(id) })),
                ]}
              />
              <Button type="submit" isBusy={replace.isPending}>
                <Plus aria-hidden="true" /> Add slot
              </Button>
              <span className="text-meta text-muted">{time_zone.replaceAll('_', ' ')}</span>
            </form>
          </>
        )
      }}
    </Section>
  )
}
