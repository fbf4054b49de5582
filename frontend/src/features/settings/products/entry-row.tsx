import { Ellipsis } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { ColorPicker } from '#app/components/ui/color-picker.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import type { CrmListName } from '#core/products/lists/contract.ts'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Menu, MenuItem, MenuSeparator } from '#ui/dropdown-menu.tsx'
import { DeleteEntryDialog } from './delete-entry-dialog.tsx'
import type { AnyEntry } from './entries.queries.ts'
import { KIND_WORDS } from './field-kinds.ts'
import { FieldOptions } from './field-options.tsx'
import { LabelledSwitch } from './labelled-switch.tsx'
import { addressOfProducts } from './list-words.ts'
import { NameInput } from './name-input.tsx'
import { OwnerDetails } from './owner-details.tsx'
import { StatusAutomationSelect } from './status-automation-select.tsx'
import { useChangeEntry } from './use-entries.ts'

type EntryRowProps = {
  name: CrmListName
  entry: AnyEntry
  entries: readonly AnyEntry[]
  handle: ReactNode
  /** From 1. */
  position: number
}

/** One entry: every field is edited in place and takes effect at once. */
export function EntryRow({ name, entry, entries, handle, position }: EntryRowProps) {
  const { mutate } = useChangeEntry(name)
  const [isDeleting, setIsDeleting] = useState(false)
  const move = (to: number) => mutate({ entry, changes: { position: to } })

  return (
    <div className="px-2 py-1.5 sm:px-3">
      <div className="flex flex-wrap items-center gap-x-1 lg:gap-x-4">
        <div className="flex min-w-0 flex-1 items-center gap-1">
          {handle}
          {'color' in entry && (
            <ColorPicker
              name={entry.name}
              color={entry.color}
              onChange={(color) => mutate({ entry, changes: { color } })}
            />
          )}
          <div className={cn('min-w-0 flex-1', entry.is_hidden && 'opacity-60')}>
            <NameInput name={entry.name} onRename={(renamed) => mutate({ entry, changes: { name: renamed } })} />
          </div>
          {'kind' in entry && <Badge>{KIND_WORDS[entry.kind].label}</Badge>}
        </div>
        <div className="order-last flex basis-full flex-wrap items-center gap-x-5 pl-8.5 text-table text-muted lg:order-none lg:basis-auto lg:flex-nowrap lg:pl-0">
          {'is_open' in entry && <StatusControls entry={entry} entries={entries} />}
          {'has_quick_list' in entry && <QuickListSwitch entry={entry} />}
          <LabelledSwitch
            text="Shown"
            label={`${entry.name} shown`}
            isOn={!entry.is_hidden}
            onChange={(isShown) => mutate({ entry, changes: { is_hidden: !isShown } })}
          />
        </div>
        <UsageLink name={name} entry={entry} />
        <Menu
          align="end"
          trigger={
            <Button variant="quiet" size="icon-small" aria-label={`More for ${entry.name}`}>
              <Ellipsis aria-hidden="true" />
            </Button>
          }
        >
          <MenuItem onSelect={() => move(position - 1)} isDisabled={position === 1}>
            Move up
          </MenuItem>
          <MenuItem onSelect={() => move(position + 1)} isDisabled={position === entries.length}>
            Move down
          </MenuItem>
          <MenuSeparator />
          <MenuItem tone="danger" onSelect={() => setIsDeleting(true)}>
            Delete…
          </MenuItem>
        </Menu>
      </div>
      {'title_prefix' in entry && <OwnerDetails owner={entry} />}
      {'kind' in entry && entry.kind === 'select' && <FieldOptions field={entry} />}
      <DeleteEntryDialog
        name={name}
        entry={entry}
        entries={entries}
        isOpen={isDeleting}
        onClose={() => setIsDeleting(false)}
      />
    </div>
  )
}

function UsageLink({ name, entry }: Pick<EntryRowProps, 'name' | 'entry'>) {
  const { count } = useFormat()
  if (!entry.product_count) {
    return (
      <span className="hidden w-24 whitespace-nowrap px-1 text-right text-table text-faint lg:inline">Not used</span>
    )
  }
  return (
    <Link
      to={addressOfProducts(name, entry.id)}
      className="whitespace-nowrap rounded-control px-1 text-right text-table text-muted tabular-nums underline-offset-2 hover:text-ink hover:underline lg:w-24"
    >
      {count(entry.product_count, 'product')}
    </Link>
  )
}

type Status = Extract<AnyEntry, { is_open: boolean }>

function StatusControls({ entry, entries }: { entry: Status; entries: readonly AnyEntry[] }) {
  const { mutate } = useChangeEntry('statuses')
  return (
    <>
      <StatusAutomationSelect
        status={entry}
        statuses={entries.filter((other) => 'is_open' in other)}
        onChange={(automation) => mutate({ entry, changes: { automation } })}
      />
      <LabelledSwitch
        text="Counts as open"
        label={`${entry.name} counts as open`}
        isOn={entry.is_open}
        onChange={(is_open) => mutate({ entry, changes: { is_open } })}
      />
    </>
  )
}

function QuickListSwitch({ entry }: { entry: Extract<AnyEntry, { has_quick_list: boolean }> }) {
  const { mutate } = useChangeEntry('marketplaces')
  return (
    <LabelledSwitch
      text="Quick list"
      label={`${entry.name} quick list`}
      isOn={entry.has_quick_list}
      onChange={(has_quick_list) => mutate({ entry, changes: { has_quick_list } })}
    />
  )
}
