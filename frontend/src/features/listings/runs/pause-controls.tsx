import { CalendarOff } from 'lucide-react'
import { useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { Popover } from '#app/components/ui/popover.tsx'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { Switch } from '#app/components/ui/switch.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import { type EbaySettings, VACATION_MAX_DAYS } from '#core/prices/schema.ts'
import { DAY_MS, dayIn, instantWhen } from '#core/prices/zone.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { useSettingsChange } from './use-settings-change.ts'

/** The switch that stops everything. */
export function GlobalPause({ settings }: { settings: EbaySettings }) {
  const { mutate } = useSettingsChange()
  return (
    <span className="flex h-8 items-center gap-2 rounded-control border border-line px-2.5 max-md:h-11">
      <span className="font-medium">Pause all price drops</span>
      <Switch
        label="Pause all price drops"
        isOn={settings.reductions_paused}
        onChange={(reductions_paused) =>
          mutate({
            settings: { reductions_paused },
            words: reductions_paused ? 'Price drops paused' : 'Price drops resumed',
            description: reductions_paused
              ? 'A run under way stops within a minute.'
              : 'When you resume, each listing is lowered at most once.',
          })
        }
      />
    </span>
  )
}

/** No cuts until a day. */
export function Vacation({ settings }: { settings: EbaySettings }) {
  const { time_zone, vacation_until } = settings
  const { mutate } = useSettingsChange()
  const [isOpen, setOpen] = useState(false)
  const format = useFormat()
  const nowMs = Date.now()
  const tomorrow = dayIn(time_zone, nowMs + DAY_MS)
  const latest = dayIn(time_zone, nowMs + (VACATION_MAX_DAYS - 1) * DAY_MS)
  const isOn = vacation_until !== null && Date.parse(vacation_until) > nowMs
  const [day, setDay] = useState(isOn ? dayIn(time_zone, Date.parse(vacation_until)) : '')
  const set = (until: string | null, words: string) => {
    mutate({ settings: { vacation_until: until }, words })
    setOpen(false)
  }
  return (
    <Popover
      label="Vacation"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button className="max-md:h-11">
          <CalendarOff aria-hidden="true" /> {isOn ? `Vacation until ${format.dayOf(vacation_until)}` : 'Vacation'}
        </Button>
      }
    >
      <form
        className="flex w-72 max-w-[calc(100vw-32px)] flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (day < tomorrow || day > latest) return
          const until = new Date(instantWhen(time_zone, Date.parse(day), nowMs)).toISOString()
          set(until, `No price drops before ${format.day(day)}`)
        }}
      >
        <Field
          label="No price drops before"
          hint={`From the beginning of that day, ${time_zone}. Manual prices still work.`}
        >
          {(wiring) => (
            <Input
              {...wiring}
              type="date"
              min={tomorrow}
              max={latest}
              required
              value={day}
              onChange={(event) => setDay(event.target.value)}
              className="max-md:h-11"
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          {isOn && (
            <Button className="max-md:h-11" onClick={() => set(null, 'The vacation is over')}>
              End vacation
            </Button>
          )}
          <Button type="submit" variant="primary" className="max-md:h-11" disabled={day < tomorrow || day > latest}>
            Set vacation
          </Button>
        </div>
      </form>
    </Popover>
  )
}

/** Says that nothing is cut, since or until when. */
export function PauseNotice({ settings }: { settings: EbaySettings }) {
  const format = useFormat()
  const { reductions_paused, paused_at, vacation_until } = settings
  if (reductions_paused) {
    return (
      <Notice tone="waiting" className="w-full">
        <b>Pause all price drops is on</b>
        {paused_at && (
          <>
            {' '}
            since <RelativeTime instant={paused_at} />
          </>
        )}
        . No price is lowered until you switch it off.
      </Notice>
    )
  }
  if (vacation_until === null || Date.parse(vacation_until) <= Date.now()) return null
  return (
    <Notice tone="waiting" className="w-full">
      <b>Vacation</b>: no price is lowered before {format.instant(vacation_until)}.
    </Notice>
  )
}
