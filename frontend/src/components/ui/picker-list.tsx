import { Command } from 'cmdk'
import { Check } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { foldText } from '#core/text.ts'
import { cn } from '#ui/class-names.ts'

export type PickerOption = { value: string; label: string; icon?: ReactNode; hint?: ReactNode }

type PickerListProps = {
  /** Names the search field and the list. */
  label: string
  options: readonly PickerOption[]
  /** The chosen values. */
  chosen: readonly string[]
  /** Called with an option's value; the caller closes the list, or toggles the option and keeps the list open. */
  onChoose: (value: string) => void
  /** The text that was typed before the list opened. */
  initialSearch?: string
  isMulti?: boolean
  emptyWords?: string
}

/** A list of options, filtered by typing; arrows move, Enter chooses. */
export function PickerList({
  label,
  options,
  chosen,
  onChoose,
  initialSearch = '',
  isMulti = false,
  emptyWords = 'No matches.',
}: PickerListProps) {
  const [search, setSearch] = useState(initialSearch)
  return (
    <Command
      label={label}
      loop
      filter={hasWords}
      {...(initialSearch === '' && chosen[0] !== undefined && { defaultValue: chosen[0] })}
    >
      <Command.Input
        autoFocus
        value={search}
        onValueChange={setSearch}
        placeholder={`${label}…`}
        className="h-9 w-full border-b border-line bg-transparent px-3 text-body outline-none"
      />
      <Command.List className="max-h-64 overflow-y-auto p-1" aria-multiselectable={isMulti || undefined}>
        <Command.Empty className="px-2 py-4 text-center text-table text-muted">{emptyWords}</Command.Empty>
        {options.map((option) => (
          <Command.Item
            key={option.value}
            value={option.value}
            keywords={[option.label]}
            onSelect={() => onChoose(option.value)}
            aria-checked={chosen.includes(option.value)}
            className={cn(
              'relative flex min-h-8 cursor-default select-none items-center gap-2 rounded-control py-1 pr-8 pl-2 outline-none',
              'data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0',
            )}
          >
            {option.icon}
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.hint}
            {chosen.includes(option.value) && <Check className="absolute right-2" aria-hidden="true" />}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  )
}

// Values are ids, so only the labels are searched.
const hasWords = (_value: string, search: string, keywords: string[] = []) =>
  foldText(keywords.join(' ')).includes(foldText(search.trim())) ? 1 : 0
