import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { ColorPicker, swatchFor } from '#app/components/ui/color-picker.tsx'
import { ConfirmDialog } from '#app/components/ui/confirm-dialog.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { SortableList } from '#app/components/ui/sortable-list.tsx'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import type { CrmField, CrmFieldOption } from '#core/products/lists/schema.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { showFailure } from '#ui/toasts/notify.ts'
import { NameInput } from './name-input.tsx'
import { useChangeEntry } from './use-entries.ts'

const NOWHERE = 'none'

/** The options of a select: add, rename, recolor, reorder, remove. */
export function FieldOptions({ field }: { field: CrmField }) {
  const { mutate } = useChangeEntry('fields')
  const [typed, setTyped] = useState('')
  const [removing, setRemoving] = useState<CrmFieldOption | null>(null)
  const { options } = field

  const save = (next: CrmFieldOption[], moved_options?: Record<string, string>) =>
    mutate({ entry: field, changes: { options: next, ...(moved_options && { moved_options }) } })
  const isTaken = (name: string, exceptId?: string) =>
    options.some((option) => option.id !== exceptId && option.name.toLowerCase() === name.toLowerCase())
  const changeOne = (id: string, change: Partial<CrmFieldOption>) =>
    save(options.map((option) => (option.id === id ? { ...option, ...change } : option)))

  function add() {
    const name = typed.trim()
    if (!name) return
    if (isTaken(name)) return showFailure(`“${name}” is an option already.`)
    save([...options, { id: crypto.randomUUID(), name, color: swatchFor(options.length) }])
    setTyped('')
  }

  return (
    <div className="pt-1 pb-2 pl-8.5">
      <div className="rounded-control border border-line bg-sunken">
        <SortableList
          label={`Options of ${field.name}`}
          items={options}
          onMove={(option, position) =>
            save(options.filter(({ id }) => id !== option.id).toSpliced(position - 1, 0, option))
          }
          className="divide-y divide-line [&>li:first-child]:rounded-t-control"
        >
          {(option, handle) => (
            <div className="flex items-center gap-1 px-2 py-1">
              {handle}
              <ColorPicker
                name={option.name}
                color={option.color}
                onChange={(color) => changeOne(option.id, { color })}
              />
              <NameInput
                name={option.name}
                label={`Name of option ${option.name}`}
                onRename={(name) =>
                  isTaken(name, option.id)
                    ? showFailure(`“${name}” is an option already.`)
                    : changeOne(option.id, { name })
                }
              />
              <Button
                variant="quiet"
                size="icon-small"
                aria-label={`Remove option ${option.name}`}
                onClick={() => setRemoving(option)}
              >
                <Trash2 aria-hidden="true" />
              </Button>
            </div>
          )}
        </SortableList>
        <form
          className="flex items-center gap-2 border-t border-line p-2 first:border-t-0"
          onSubmit={(event) => {
            event.preventDefault()
            add()
          }}
        >
          <Input
            aria-label={`New option of ${field.name}`}
            placeholder="New option"
            value={typed}
            maxLength={60}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
          />
          <Button type="submit" disabled={typed.trim() === ''}>
            <Plus aria-hidden="true" /> Add option
          </Button>
        </form>
      </div>
      {removing && (
        <RemoveOptionDialog
          option={removing}
          others={options.filter(({ id }) => id !== removing.id)}
          onClose={() => setRemoving(null)}
          onRemove={(target) => {
            const next = options.filter(({ id }) => id !== removing.id)
            save(next, target === NOWHERE ? undefined : { [removing.id]: target })
            setRemoving(null)
          }}
        />
      )}
    </div>
  )
}

type RemoveOptionDialogProps = {
  option: CrmFieldOption
  others: readonly CrmFieldOption[]
  onClose: () => void
  onRemove: (target: string) => void
}

function RemoveOptionDialog({ option, others, onClose, onRemove }: RemoveOptionDialogProps) {
  const [target, setTarget] = useState(NOWHERE)
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Remove “${option.name}”?`}
      action="Remove option"
      onConfirm={() => onRemove(target)}
    >
      <Field label="Products that have it get">
        {(wiring) => (
          <Select
            {...wiring}
            value={target}
            onChange={setTarget}
            options={[
              { value: NOWHERE, label: 'No value' },
              ...others.map(({ id, name, color }) => ({ value: id, label: name, icon: <StatusDot color={color} /> })),
            ]}
          />
        )}
      </Field>
    </ConfirmDialog>
  )
}
