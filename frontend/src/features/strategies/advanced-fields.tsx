import { Plus, Trash2 } from 'lucide-react'
import { useFieldArray, useFormContext, useWatch } from 'react-hook-form'
import { STRATEGY_LIMITS } from '#core/prices/strategies.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { FormNumber } from './form-number.tsx'
import { problemOf, type StrategyForm } from './strategy-form.ts'

/** Steps, caps and times: closed until somebody wants them, or until they hold something. */
export function AdvancedFields() {
  const { control, formState } = useFormContext<StrategyForm>()
  const form = useWatch({ control })
  const isUsed =
    (form.steps?.length ?? 0) > 0 ||
    (form.blackout_dates?.length ?? 0) > 0 ||
    Boolean(form.start_delay_days) ||
    form.quiet_from !== null ||
    form.quiet_until !== null ||
    form.price_ending !== null ||
    form.max_cut_cents !== null ||
    form.max_cuts_per_day !== null
  const { name, kind, percentage_bp, amount_cents, interval_days, ...hidden } = formState.errors
  return (
    <details open={isUsed || Object.keys(hidden).length > 0 || undefined} className="rounded-card border border-line">
      <summary className="cursor-pointer px-3 py-2 font-medium">Advanced</summary>
      <div className="flex flex-col gap-5 border-t border-line p-3">
        <Steps />
        <div className="grid grid-cols-2 items-start gap-3">
          <FormNumber
            name="start_delay_days"
            label="Wait before the first"
            kind="whole"
            unit="days"
            hint="In addition to the first interval."
          />
          <FormNumber name="price_ending" label="Price ending" kind="ending" placeholder="any" hint="99 for 12.99." />
          <FormNumber name="max_cut_cents" label="Most per price drop" kind="money" placeholder="no limit" />
          <FormNumber name="max_cuts_per_day" label="Listings per day" kind="whole" placeholder="no limit" />
        </div>
        <QuietHours />
        <Blackouts />
        <ZoneField />
      </div>
    </details>
  )
}

function Steps() {
  const { control } = useFormContext<StrategyForm>()
  const { fields, append, remove } = useFieldArray({ control, name: 'steps' })
  const kind = useWatch({ control, name: 'kind' })
  const steps = useWatch({ control, name: 'steps' })
  const last = steps.at(-1)?.after_days
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-table font-medium">Steps</legend>
      {fields.length === 0 && (
        <p className="text-meta text-muted">Lower the price faster after a certain number of days.</p>
      )}
      {fields.map((field, at) => (
        <div key={field.id} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-2">
          <FormNumber name={`steps.${at}.after_days`} label={`Step ${at + 1} from day`} kind="whole" />
          {kind === 'percentage' ? (
            <FormNumber name={`steps.${at}.percentage_bp`} label={`Step ${at + 1} takes`} kind="percent" unit="%" />
          ) : (
            <FormNumber name={`steps.${at}.amount_cents`} label={`Step ${at + 1} takes`} kind="money" />
          )}
          <RemoveButton label={`Remove step ${at + 1}`} onClick={() => remove(at)} />
        </div>
      ))}
      {fields.length < STRATEGY_LIMITS.max_steps && (
        <AddButton
          label="Add step"
          onClick={() =>
            append({
              after_days: last ? last + 30 : 30,
              percentage_bp: kind === 'percentage' ? 1000 : null,
              amount_cents: null,
            })
          }
        />
      )}
    </fieldset>
  )
}

function QuietHours() {
  const { register, formState } = useFormContext<StrategyForm>()
  const { errors } = formState
  const asTime = { setValueAs: (text: string | null) => text || null }
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      <Field label="Quiet from" error={problemOf('quiet_from', errors.quiet_from)}>
        {(wiring) => <Input {...wiring} type="time" {...register('quiet_from', asTime)} />}
      </Field>
      <Field label="Quiet until" error={problemOf('quiet_until', errors.quiet_until)}>
        {(wiring) => <Input {...wiring} type="time" {...register('quiet_until', asTime)} />}
      </Field>
    </div>
  )
}

function Blackouts() {
  const { control, register, formState } = useFormContext<StrategyForm>()
  const { fields, append, remove } = useFieldArray({ control, name: 'blackout_dates' })
  const errors = formState.errors.blackout_dates
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-table font-medium">Blackout dates</legend>
      {fields.map((field, at) => (
        <div key={field.id} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-start gap-2">
          <Field label={`Break ${at + 1} from`} error={problemOf('from', errors?.[at]?.from)}>
            {(wiring) => <Input {...wiring} type="date" {...register(`blackout_dates.${at}.from`)} />}
          </Field>
          <Field label={`Break ${at + 1} until`} error={problemOf('until', errors?.[at]?.until)}>
            {(wiring) => <Input {...wiring} type="date" {...register(`blackout_dates.${at}.until`)} />}
          </Field>
          <RemoveButton label={`Remove break ${at + 1}`} onClick={() => remove(at)} />
        </div>
      ))}
      {fields.length < STRATEGY_LIMITS.max_blackouts && (
        <AddButton label="Add days" onClick={() => append({ from: '', until: '' })} />
      )}
    </fieldset>
  )
}

function ZoneField() {
  const { register, formState } = useFormContext<StrategyForm>()
  return (
    <Field
      label="Time zone"
      hint="Used for quiet hours, blackout dates and daily limits."
      error={formState.errors.time_zone?.message}
    >
      {(wiring) => (
        <>
          <Input {...wiring} {...register('time_zone')} list="strategy-time-zones" autoComplete="off" />
          <datalist id="strategy-time-zones">
            {Intl.supportedValuesOf('timeZone').map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button size="small" className="self-start" onClick={onClick}>
      <Plus aria-hidden="true" /> {label}
    </Button>
  )
}

function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button variant="quiet" size="icon" className="mt-6.5" aria-label={label} onClick={onClick}>
      <Trash2 aria-hidden="true" />
    </Button>
  )
}
