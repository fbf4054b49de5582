import { useState } from 'react'
import { PickerList } from '#app/components/ui/picker-list.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import type { FilterRule } from '#core/products/filters.ts'
import { Input } from '#ui/input.tsx'
import { type FilterableField, operatorsOf } from './filter-fields.ts'
import { FILTER_CURRENCY, type RuleDraft, ruleOf } from './rule-draft.ts'

type RuleEditorProps = {
  field: FilterableField
  initial: RuleDraft
  /** Called with every complete condition during editing. */
  onChange: (rule: FilterRule) => void
  /** Enter: done. */
  onDone: () => void
}

/** One condition: the field's operator and value. It takes effect while the person edits it. */
export function RuleEditor({ field, initial, onChange, onDone }: RuleEditorProps) {
  const [draft, setDraft] = useState(initial)

  function update(change: Partial<RuleDraft>) {
    const next = { ...draft, ...change }
    setDraft(next)
    const rule = ruleOf(next, field)
    if (rule) onChange(rule)
  }

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    onDone()
  }

  if (field.kind === 'boolean') {
    return (
      <div className="p-2">
        <Select
          label={field.label}
          value={draft.isTrue ? 'yes' : 'no'}
          onChange={(value) => update({ isTrue: value === 'yes' })}
          options={YES_NO}
        />
      </div>
    )
  }
  const asksForValue = draft.operator !== 'is_empty' && draft.operator !== 'is_not_empty'
  return (
    <>
      <div className="flex items-center gap-2 p-2">
        <span className="shrink-0 text-table font-medium">{field.label}</span>
        <Select
          label="Condition"
          value={draft.operator}
          onChange={(operator) => update({ operator })}
          options={operatorsOf(field)}
          className="min-w-32 flex-1"
        />
      </div>
      {asksForValue && field.choices && (
        <div className="border-t border-line">
          <PickerList
            label={field.label}
            isMulti
            options={field.choices
              .filter(({ is_hidden, id }) => !is_hidden || draft.ids.includes(id))
              .map(({ id, name, color }) => ({
                value: id,
                label: name,
                ...(color && { icon: <StatusDot color={color} /> }),
              }))}
            chosen={draft.ids}
            emptyWords="Nothing to choose from."
            onChoose={(id) =>
              update({ ids: draft.ids.includes(id) ? draft.ids.filter((other) => other !== id) : [...draft.ids, id] })
            }
          />
        </div>
      )}
      {asksForValue && !field.choices && (
        <div className="flex items-center gap-2 px-2 pb-2">
          <ValueInput field={field} draft={draft} onUpdate={update} onKeyDown={onKeyDown} />
        </div>
      )}
    </>
  )
}

const YES_NO = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
] as const

type ValueInputProps = {
  field: FilterableField
  draft: RuleDraft
  onUpdate: (change: Partial<RuleDraft>) => void
  onKeyDown: (event: React.KeyboardEvent) => void
}

function ValueInput({ field, draft, onUpdate, onKeyDown }: ValueInputProps) {
  const isDays = draft.operator === 'in_last_days' || draft.operator === 'in_next_days'
  const isDay = !isDays && (field.kind === 'day' || field.kind === 'instant')
  const isNumber = isDays || field.kind === 'number' || field.kind === 'money'
  const unit = isDays ? 'days' : field.kind === 'money' ? FILTER_CURRENCY : null
  const shared = {
    type: isDay ? 'date' : 'text',
    ...(isNumber && { inputMode: 'decimal' as const }),
    onKeyDown,
  }
  return (
    <>
      <Input
        {...shared}
        autoFocus
        aria-label={draft.operator === 'between' ? `${field.label} from` : `${field.label} value`}
        value={draft.text}
        onChange={(event) => onUpdate({ text: event.target.value })}
      />
      {draft.operator === 'between' && (
        <>
          <span className="text-muted">and</span>
          <Input
            {...shared}
            aria-label={`${field.label} to`}
            value={draft.to}
            onChange={(event) => onUpdate({ to: event.target.value })}
          />
        </>
      )}
      {unit && <span className="shrink-0 text-table text-muted">{unit}</span>}
    </>
  )
}
