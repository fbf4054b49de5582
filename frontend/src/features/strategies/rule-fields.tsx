import { Controller, useFormContext, useWatch } from 'react-hook-form'
import { Select } from '#app/components/ui/select.tsx'
import type { StrategyKind } from '#core/prices/strategies.ts'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { AdvancedFields } from './advanced-fields.tsx'
import { FormNumber } from './form-number.tsx'
import { PRESETS } from './presets.ts'
import { problemOf, type StrategyForm } from './strategy-form.ts'

const KINDS = [
  { value: 'percentage', label: 'A percentage of the price' },
  { value: 'fixed', label: 'A fixed amount' },
] as const satisfies readonly { value: StrategyKind; label: string }[]

/** What makes a strategy: how much, how often, and behind "Advanced" when not and how far. */
export function RuleFields({ isNew }: { isNew: boolean }) {
  const { register, control, formState, setValue, getValues } = useFormContext<StrategyForm>()
  const kind = useWatch({ control, name: 'kind' })

  function apply(change: Partial<StrategyForm>, name: string) {
    for (const [key, value] of Object.entries(change)) {
      // safe: the keys are those of the form
      setValue(key as keyof StrategyForm, value, { shouldDirty: true, shouldValidate: formState.isSubmitted })
    }
    if (!getValues('name')) setValue('name', name, { shouldDirty: true })
  }

  return (
    <div className="flex flex-col gap-4">
      {isNew && (
        <fieldset>
          <legend className="mb-1.5 text-table font-medium">Start from a template</legend>
          <div className="grid grid-cols-2 gap-2">
            {PRESETS.map((preset) => (
              <button
                key={preset.name}
                type="button"
                onClick={() => apply(preset.change, preset.name)}
                className="flex flex-col items-start rounded-card border border-line bg-surface px-3 py-2 text-left hover:border-line-strong hover:bg-hover"
              >
                <span className="font-medium">{preset.name}</span>
                <span className="text-meta text-muted">{preset.words}</span>
              </button>
            ))}
          </div>
        </fieldset>
      )}
      <Field label="Name" error={problemOf('name', formState.errors.name)}>
        {(wiring) => <Input {...wiring} {...register('name')} autoComplete="off" placeholder="Weekly, slow movers…" />}
      </Field>
      <Field label="Each price drop takes">
        {(wiring) => (
          <Controller
            control={control}
            name="kind"
            render={({ field }) => <Select {...wiring} value={field.value} onChange={field.onChange} options={KINDS} />}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 items-start gap-3">
        {kind === 'percentage' ? (
          <FormNumber name="percentage_bp" label="Percentage" kind="percent" unit="%" />
        ) : (
          <FormNumber name="amount_cents" label="Amount" kind="money" hint="In each listing's currency." />
        )}
        <FormNumber name="interval_days" label="Every" kind="whole" unit="days" />
      </div>
      <AdvancedFields />
    </div>
  )
}
