import { ListFilter, Plus, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { PickerList } from '#app/components/ui/picker-list.tsx'
import { Popover } from '#app/components/ui/popover.tsx'
import type { FilterGroup, FilterRule, ProductFilter } from '#core/products/filters.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import type { ProductLists } from '../product-lists.ts'
import { type FilterableField, filterableFields } from './filter-fields.ts'
import { RuleChip } from './rule-chip.tsx'
import { newDraft, ruleOf } from './rule-draft.ts'
import { RuleEditor } from './rule-editor.tsx'

type FilterBarProps = { filter: ProductFilter; lists: ProductLists; onChange: (filter: ProductFilter) => void }

/** The conditions of the list as chips; a box of chips is a group joined the other way. */
export function FilterBar({ filter, lists, onChange }: FilterBarProps) {
  const fields = filterableFields(lists)
  const { match, rules } = filter
  const put = (at: number, part: FilterRule | FilterGroup) => onChange({ match, rules: rules.with(at, part) })
  const drop = (at: number) => onChange({ match, rules: rules.toSpliced(at, 1) })

  return (
    <fieldset aria-label="Filters" className="contents">
      {rules.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no other name, and their order is what they are
        <span key={at} className="contents">
          {at > 0 && <Join match={match} onChange={(next) => onChange({ match: next, rules })} isFirst={at === 1} />}
          {'rules' in part ? (
            <GroupBox
              group={part}
              fields={fields}
              onChange={(group) => (group.rules.length > 0 ? put(at, group) : drop(at))}
            />
          ) : (
            <RuleChip rule={part} fields={fields} onChange={(rule) => put(at, rule)} onRemove={() => drop(at)} />
          )}
        </span>
      ))}
      <AddFilter
        fields={fields}
        onAdd={(rule) => onChange({ match, rules: [...rules, rule] })}
        onReplaceLast={(rule) => onChange({ match, rules: [...rules.slice(0, -1), rule] })}
        onAddGroup={(rule) =>
          onChange({ match, rules: [...rules, { match: match === 'all' ? 'any' : 'all', rules: [rule] }] })
        }
        onReplaceLastOfGroup={(rule) => {
          const last = rules.at(-1)
          if (last && 'rules' in last) {
            onChange({ match, rules: [...rules.slice(0, -1), { ...last, rules: [rule] }] })
          }
        }}
      />
    </fieldset>
  )
}

type Match = ProductFilter['match']

function Join({ match, onChange, isFirst }: { match: Match; onChange: (match: Match) => void; isFirst: boolean }) {
  const word = match === 'all' ? 'and' : 'or'
  if (!isFirst) return <span className="text-meta text-muted">{word}</span>
  return (
    <button
      type="button"
      onClick={() => onChange(match === 'all' ? 'any' : 'all')}
      title={match === 'all' ? 'Match all conditions. Press to match any.' : 'Match any condition. Press to match all.'}
      className="inline-flex h-6 items-center rounded-control border border-line px-1.5 text-meta font-medium text-muted hover:bg-hover hover:text-ink"
    >
      <span className="sr-only">
        Match {match}. Switch to {match === 'all' ? 'any' : 'all'}
      </span>
      <span aria-hidden="true">{word}</span>
    </button>
  )
}

type GroupBoxProps = {
  group: FilterGroup
  fields: readonly FilterableField[]
  onChange: (group: FilterGroup) => void
}

function GroupBox({ group, fields, onChange }: GroupBoxProps) {
  const { match, rules } = group
  return (
    <fieldset
      aria-label={match === 'all' ? 'All of' : 'Any of'}
      className="inline-flex flex-wrap items-center gap-1.5 rounded-card border border-dashed border-line-strong px-1.5 py-1"
    >
      {rules.map((rule, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <span key={at} className="contents">
          {at > 0 && <Join match={match} onChange={(next) => onChange({ match: next, rules })} isFirst={at === 1} />}
          <RuleChip
            rule={rule}
            fields={fields}
            onChange={(next) => onChange({ match, rules: rules.with(at, next) })}
            onRemove={() => onChange({ match, rules: rules.toSpliced(at, 1) })}
          />
        </span>
      ))}
      <AddFilter
        isInGroup
        fields={fields}
        onAdd={(rule) => onChange({ match, rules: [...rules, rule] })}
        onReplaceLast={(rule) => onChange({ match, rules: [...rules.slice(0, -1), rule] })}
      />
    </fieldset>
  )
}

type AddFilterProps = {
  fields: readonly FilterableField[]
  isInGroup?: boolean
  onAdd: (rule: FilterRule) => void
  /** The condition that was just added changed. */
  onReplaceLast: (rule: FilterRule) => void
  onAddGroup?: (rule: FilterRule) => void
  onReplaceLastOfGroup?: (rule: FilterRule) => void
}

const GROUP = 'group'

/** First the field, then the operator and value. The condition takes effect as soon as it is complete. */
function AddFilter({ fields, isInGroup, onAdd, onReplaceLast, onAddGroup, onReplaceLastOfGroup }: AddFilterProps) {
  const [isOpen, setOpen] = useState(false)
  const [field, setField] = useState<FilterableField | null>(null)
  const [isForGroup, setForGroup] = useState(false)
  const isAdded = useRef(false)

  function open(next: boolean) {
    setOpen(next)
    if (!next) return
    setField(null)
    setForGroup(false)
    isAdded.current = false
  }

  function say(rule: FilterRule) {
    const isFirst = !isAdded.current
    isAdded.current = true
    if (isForGroup) (isFirst ? onAddGroup : onReplaceLastOfGroup)?.(rule)
    else (isFirst ? onAdd : onReplaceLast)(rule)
  }

  function chooseField(value: string) {
    if (value === GROUP) {
      setForGroup(true)
      return
    }
    const next = fields.find((candidate) => candidate.field === value)
    if (!next) return
    setField(next)
    const rule = next.kind === 'boolean' ? ruleOf(newDraft(next), next) : null
    if (rule) say(rule)
  }

  const group = { value: GROUP, label: 'New group of conditions', icon: <Plus aria-hidden="true" /> }
  return (
    <Popover
      label="Add a filter"
      isOpen={isOpen}
      onOpenChange={open}
      className="w-72"
      trigger={
        isInGroup ? (
          <button
            type="button"
            aria-label="Add to this group"
            className="inline-flex size-6 items-center justify-center rounded-control text-muted hover:bg-hover"
          >
            <Plus className="size-4" aria-hidden="true" />
          </button>
        ) : (
          <Button variant="quiet" className={cn('max-md:h-11')}>
            <ListFilter aria-hidden="true" /> Filter
          </Button>
        )
      }
    >
      {field ? (
        <RuleEditor field={field} initial={newDraft(field)} onChange={say} onDone={() => setOpen(false)} />
      ) : (
        <PickerList
          key={String(isForGroup)}
          label={isForGroup ? 'First condition of the group' : 'Filter by'}
          options={[
            ...fields.map(({ field: value, label }) => ({ value, label })),
            ...(onAddGroup && !isForGroup ? [group] : []),
          ]}
          chosen={[]}
          onChoose={chooseField}
        />
      )}
    </Popover>
  )
}

/** Removes every condition and the search. */
export function ClearFilters({ onClear }: { onClear: () => void }) {
  return (
    <Button variant="quiet" onClick={onClear}>
      <X aria-hidden="true" /> Clear filters
    </Button>
  )
}
