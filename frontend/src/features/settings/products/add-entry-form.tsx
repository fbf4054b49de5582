import { Plus } from 'lucide-react'
import { useState } from 'react'
import { swatchFor } from '#app/components/ui/color-picker.tsx'
import { Select } from '#app/components/ui/select.tsx'
import { describeError } from '#core/http/describe-error.ts'
import type { CrmListName } from '#core/products/lists/contract.ts'
import type { CrmFieldKind } from '#core/products/lists/schema.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'
import { KIND_WORDS } from './field-kinds.ts'
import { LISTS } from './list-words.ts'
import { useAddEntry } from './use-entries.ts'

// safe: the keys of the table
const KINDS = Object.keys(KIND_WORDS) as CrmFieldKind[]

/** Adds an entry at the end and stays ready for the next one. `count` is the number of entries. */
export function AddEntryForm({ name, count }: { name: CrmListName; count: number }) {
  const { mutate, error, isPending, reset } = useAddEntry(name)
  const [typed, setTyped] = useState('')
  const [kind, setKind] = useState<CrmFieldKind>('text')
  const isField = name === 'fields'

  return (
    <form
      className="flex flex-col gap-3 p-3 sm:pl-10"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const added = typed.trim()
        if (!added || isPending) return
        mutate(isField ? { name: added, kind } : { name: added, color: swatchFor(count) }, {
          onSuccess: () => setTyped(''),
        })
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-40 flex-1">
          <Field label={`New ${LISTS[name].one}`} error={error ? describeError(error).message : undefined}>
            {(wiring) => (
              <Input
                {...wiring}
                value={typed}
                maxLength={60}
                autoComplete="off"
                onChange={(event) => {
                  setTyped(event.target.value)
                  reset()
                }}
              />
            )}
          </Field>
        </div>
        {isField && (
          <div className="w-36">
            <Field label="Kind">
              {(wiring) => (
                <Select
                  {...wiring}
                  value={kind}
                  onChange={setKind}
                  options={KINDS.map((value) => ({ value, label: KIND_WORDS[value].label }))}
                />
              )}
            </Field>
          </div>
        )}
        <Button
          type="submit"
          isBusy={isPending}
          disabled={typed.trim() === ''}
          className={error ? 'mb-5.5' : undefined}
        >
          <Plus aria-hidden="true" /> Add
        </Button>
      </div>
      {isField && (
        <p className="text-meta text-muted">
          {KIND_WORDS[kind].label}: {KIND_WORDS[kind].about} A kind is for ever; the name is not.
        </p>
      )}
    </form>
  )
}
