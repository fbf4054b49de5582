import { X } from 'lucide-react'
import { useState } from 'react'
import { Popover } from '#app/components/ui/popover.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import type { FilterRule } from '#core/products/filters.ts'
import type { FilterableField } from './filter-fields.ts'
import { ruleWords } from './filter-words.ts'
import { draftOf, FILTER_CURRENCY } from './rule-draft.ts'
import { RuleEditor } from './rule-editor.tsx'

type RuleChipProps = {
  rule: FilterRule
  fields: readonly FilterableField[]
  onChange: (rule: FilterRule) => void
  onRemove: () => void
}

/** A condition as a sentence: press to change it. */
export function RuleChip({ rule, fields, onChange, onRemove }: RuleChipProps) {
  const [isOpen, setOpen] = useState(false)
  const { day, locale } = useFormat()
  const field = fields.find((candidate) => candidate.field === rule.field)
  const words = ruleWords(rule, field, { day, money: (cents) => formatMoney(cents, FILTER_CURRENCY, locale) })
  const text = (
    <button
      type="button"
      disabled={!field}
      className="h-full min-w-0 truncate rounded-l-control pr-1 pl-2 hover:bg-hover focus-visible:-outline-offset-2"
      title={words}
    >
      {words}
    </button>
  )
  return (
    <span className="inline-flex h-7 max-w-80 items-center rounded-control border border-line bg-surface text-table">
      {field ? (
        <Popover
          label={`Filter: ${field.label}`}
          isOpen={isOpen}
          onOpenChange={setOpen}
          trigger={text}
          className="w-72"
        >
          <RuleEditor field={field} initial={draftOf(rule, field)} onChange={onChange} onDone={() => setOpen(false)} />
        </Popover>
      ) : (
        text
      )}
      <button
        type="button"
        aria-label={`Remove filter: ${words}`}
        onClick={onRemove}
        className="inline-flex h-full w-6 shrink-0 items-center justify-center rounded-r-control text-muted hover:bg-hover hover:text-ink focus-visible:-outline-offset-2"
      >
        <X className="size-3.5" aria-hidden="true" />
      </button>
    </span>
  )
}
