import { useId } from 'react'
import { Select } from '#app/components/ui/select.tsx'
import { StatusDot } from '#app/components/ui/status-dot.tsx'
import { choicesOf, useProductLists } from '#app/features/products/product-lists.ts'
import { fieldName } from './field-names.ts'
import { FieldRow } from './field-row.tsx'

const NONE = 'none'

type EntryFieldProps = {
  /** The list of the options, `custom.<id>` included. */
  field: string
  value: string | null
  /** The label for no choice. */
  none?: string
  onSave: (id: string | null) => void
}

/** One entry of a list of the workspace, or none. A hidden entry is offered only where it is chosen already. */
export function EntryField({ field, value, none = 'None', onSave }: EntryFieldProps) {
  const id = useId()
  const lists = useProductLists()
  const choices = (choicesOf(field, lists) ?? []).filter((choice) => !choice.is_hidden || choice.id === value)
  return (
    <FieldRow label={fieldName(field, lists.fields)} htmlFor={id}>
      <Select
        id={id}
        className="w-full max-w-64"
        value={value ?? NONE}
        onChange={(next) => onSave(next === NONE ? null : next)}
        options={[
          { value: NONE, label: none },
          ...choices.map(({ id: choice, name, color }) => ({
            value: choice,
            label: name,
            ...(color !== null && { icon: <StatusDot color={color} /> }),
          })),
        ]}
      />
    </FieldRow>
  )
}
