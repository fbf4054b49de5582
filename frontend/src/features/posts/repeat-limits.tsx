import { type FormEvent, useState } from 'react'
import type { SocialRepeat } from '#core/social/posts/settings.ts'
import { Button } from '#ui/button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'

export type RepeatLimits = Pick<SocialRepeat, 'every_days' | 'max_times' | 'ends_on'>

type RepeatDialogProps = {
  title: string
  description: string
  action: string
  initial: RepeatLimits
  isBusy: boolean
  onClose: () => void
  onSave: (limits: RepeatLimits) => void
}

/** How often a post comes again: at least one of its two ends is set. */
export function RepeatDialog({ title, description, action, initial, isBusy, onClose, onSave }: RepeatDialogProps) {
  const [days, setDays] = useState(String(initial.every_days))
  const [times, setTimes] = useState(initial.max_times === null ? '' : String(initial.max_times))
  const [until, setUntil] = useState(initial.ends_on ?? '')
  const hasEnd = times !== '' || until !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave({ every_days: Number(days), max_times: times === '' ? null : Number(times), ends_on: until || null })
  }
  return (
    <Dialog isOpen onClose={onClose} title={title} description={description}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <Field label="Days between posts">
          {(wiring) => (
            <Input
              {...wiring}
              type="number"
              min={1}
              max={365}
              step={1}
              required
              value={days}
              onChange={(event) => setDays(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Number of repeats"
          hint="Leave empty when the last day is enough."
          error={hasEnd ? undefined : 'Set how often it repeats, or its last day.'}
        >
          {(wiring) => (
            <Input
              {...wiring}
              type="number"
              min={1}
              max={100}
              step={1}
              value={times}
              onChange={(event) => setTimes(event.target.value)}
            />
          )}
        </Field>
        <Field label="Last day" hint="Optional.">
          {(wiring) => (
            <Input {...wiring} type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" isBusy={isBusy} disabled={!hasEnd}>
            {action}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
