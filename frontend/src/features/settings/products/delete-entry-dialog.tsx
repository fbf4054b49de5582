import { useState } from 'react'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Notice } from '#app/components/ui/notice.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import { useFormat } from '#app/lib/use-format.ts'
import type { CrmListName } from '#core/products/lists/contract.ts'
import { Field } from '#ui/field.tsx'
import type { AnyEntry } from './entries.queries.ts'
import { LISTS } from './list-words.ts'
import { AUTOMATION_WORDS } from './status-automation-select.tsx'
import { useDeleteEntry } from './use-entries.ts'

type DeleteEntryDialogProps = {
  name: CrmListName
  entry: AnyEntry
  entries: readonly AnyEntry[]
  isOpen: boolean
  onClose: () => void
}

const NOWHERE = 'none'

/** Says what is deleted with the entry, and asks for the products' new entry. */
export function DeleteEntryDialog({ name, entry, entries, isOpen, onClose }: DeleteEntryDialogProps) {
  const { count } = useFormat()
  const { mutate, isPending } = useDeleteEntry(name)
  const others = name === 'fields' ? [] : entries.filter(({ id }) => id !== entry.id)
  const canLose = name !== 'statuses'
  const [chosen, setChosen] = useState<string | null>(null)
  const target =
    chosen ?? (canLose ? NOWHERE : ((others.find(({ is_hidden }) => !is_hidden) ?? others[0])?.id ?? NOWHERE))
  const used = entry.product_count ?? 0
  const products = count(used, 'product')
  const targetName = others.find(({ id }) => id === target)?.name

  const doneWords = (moved: number) =>
    moved === 0
      ? 'No product had it.'
      : targetName
        ? `${count(moved, 'product')} moved to “${targetName}”.`
        : `${count(moved, 'product')} no longer ${moved === 1 ? 'has' : 'have'} it.`

  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={`Delete “${entry.name}”?`}
      action={`Delete ${LISTS[name].one}`}
      isBusy={isPending}
      onConfirm={() => mutate({ entry, ...(used > 0 && { move_to: target }), doneWords }, { onSettled: onClose })}
    >
      <div className="flex flex-col gap-4">
        {used === 0 && <p>No product has it. History can bring it back for 30 days.</p>}
        {used > 0 && name === 'fields' && (
          <p>
            {products} {used === 1 ? 'has' : 'have'} a value here. The values go with the field. History can bring both
            back for 30 days; hiding the field keeps them.
          </p>
        )}
        {used > 0 && name !== 'fields' && (
          <Field label={`Move its ${products} to`} hint="Hiding it instead keeps the products as they are.">
            {(wiring) => (
              <Select
                {...wiring}
                value={target}
                onChange={setChosen}
                options={[
                  ...(canLose ? [{ value: NOWHERE, label: 'Nothing: they lose it' }] : []),
                  ...others.map((other) => ({
                    value: other.id,
                    label: other.name,
                    icon: 'color' in other && <StatusDot color={other.color} />,
                  })),
                ]}
              />
            )}
          </Field>
        )}
        {'automation' in entry && entry.automation && (
          <Notice tone="waiting">
            Products move here automatically: {AUTOMATION_WORDS[entry.automation].replace(/^W/, 'w')}. After this they
            stay where they are until you choose another status for it.
          </Notice>
        )}
      </div>
    </ConfirmDialog>
  )
}
