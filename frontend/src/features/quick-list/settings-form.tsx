import { useState } from 'react'
import { Notice } from '#app/components/ui/notice.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { ApiError } from '#core/http/client.ts'
import { describeError } from '#core/http/describe-error.ts'
import {
  QUICK_LIST_LIMITS,
  QUICK_LIST_NEEDS,
  type QuickListChoices,
  type QuickListNeed,
  type QuickListSettings,
  type QuickListSetup,
  UpdateQuickListSettings,
} from '#core/quick-list/schema.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Field } from '#ui/field.tsx'
import { Input, inputStyle } from '#ui/input.tsx'
import { showDone } from '#ui/toasts/notify.ts'
import { useSaveSettings } from './quick-list.queries.ts'

const CHOICES: Readonly<Record<QuickListNeed, { label: string; list: keyof QuickListChoices }>> = {
  fulfillment_policy_id: { label: 'Shipping policy', list: 'fulfillment_policies' },
  payment_policy_id: { label: 'Payment policy', list: 'payment_policies' },
  return_policy_id: { label: 'Return policy', list: 'return_policies' },
  merchant_location_key: { label: 'Sent from', list: 'locations' },
}

type SettingsFormProps = { setup: QuickListSetup; onRetry: () => void; isRetrying: boolean }

export function SettingsForm({ setup, onRetry, isRetrying }: SettingsFormProps) {
  const { settings, choices, choices_problem, proposal } = setup
  const [draft, setDraft] = useState<QuickListSettings>({ ...settings, ...proposal })
  const save = useSaveSettings()
  const read = UpdateQuickListSettings.safeParse(draft)
  const issues = new Map([
    ...(save.error instanceof ApiError ? (save.error.problem.issues ?? []) : []).map(toPair),
    ...(read.error?.issues ?? []).map(({ path, message }) => toPair({ path: path.join('.'), message })),
  ])
  const isProposed = (need: QuickListNeed) => settings[need] === null && draft[need] !== null
  const isDirty = JSON.stringify(draft) !== JSON.stringify(settings)

  function submit(event: React.FormEvent) {
    event.preventDefault()
    if (read.success) save.mutate(read.data, { onSuccess: () => showDone('Settings of quick list saved') })
  }

  return (
    <form onSubmit={submit} noValidate aria-label="Settings of quick list" className="flex max-w-xl flex-col gap-5">
      {choices_problem && (
        <Notice tone="waiting">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <span>{choices_problem.message} Your policies cannot be shown until it does.</span>
            <Button size="small" onClick={onRetry} isBusy={isRetrying}>
              Try again
            </Button>
          </div>
        </Notice>
      )}
      {save.error && <Notice tone="failed">{describeError(save.error).message}</Notice>}
      {choices &&
        QUICK_LIST_NEEDS.map((need) => {
          const { label, list } = CHOICES[need]
          return (
            <ChoiceField
              key={need}
              label={label}
              value={draft[need]}
              choices={choices[list]}
              isProposed={isProposed(need)}
              error={issues.get(need)}
              onChange={(id) => setDraft({ ...draft, [need]: id })}
            />
          )
        })}
      <Field
        label="SKU prefix"
        error={issues.get('sku_prefix')}
        hint={`A SKU is the prefix and the ASIN: ${draft.sku_prefix}B0…`}
      >
        {(wiring) => (
          <Input
            {...wiring}
            value={draft.sku_prefix}
            onChange={(event) => setDraft({ ...draft, sku_prefix: event.target.value })}
            className="max-w-40"
            spellCheck={false}
          />
        )}
      </Field>
      <Field
        label="Note"
        error={issues.get('description_note')}
        hint="At the end of every description, as text."
        aside={
          <span className="text-meta text-muted tabular-nums">
            {draft.description_note?.length ?? 0} / {QUICK_LIST_LIMITS.note_length}
          </span>
        }
      >
        {(wiring) => (
          <textarea
            {...wiring}
            rows={4}
            value={draft.description_note ?? ''}
            onChange={(event) => setDraft({ ...draft, description_note: event.target.value || null })}
            className={cn(inputStyle, 'w-full px-2.5 py-1.5')}
          />
        )}
      </Field>
      <div>
        <Button type="submit" variant="primary" disabled={!isDirty || !read.success} isBusy={save.isPending}>
          Save settings
        </Button>
      </div>
    </form>
  )
}

const toPair = ({ path, message }: { path: string; message: string }): [string, string] => [path, message]

type ChoiceFieldProps = {
  label: string
  value: string | null
  choices: readonly { id: string; name: string }[]
  isProposed: boolean
  error: string | undefined
  onChange: (id: string | null) => void
}

function ChoiceField({ label, value, choices, isProposed, error, onChange }: ChoiceFieldProps) {
  const known = choices.some(({ id }) => id === value)
  const gone = value !== null && !known ? [{ value, label: `${value} (no longer on eBay)` }] : []
  const hint = choices.length === 0 ? `Your eBay account has none. Create one on eBay, then come back.` : undefined
  return (
    <Field
      label={label}
      error={error}
      {...(hint && { hint })}
      aside={isProposed ? <span className="text-meta text-muted">Proposed, not saved yet</span> : undefined}
    >
      {(wiring) => (
        <Select
          {...wiring}
          value={value ?? 'none'}
          onChange={(id) => onChange(id === 'none' ? null : id)}
          options={[
            { value: 'none', label: 'Choose …' },
            ...choices.map(({ id, name }) => ({ value: id, label: name })),
            ...gone,
          ]}
        />
      )}
    </Field>
  )
}
