import { FolderPlus } from 'lucide-react'
import { useState } from 'react'
import { CreateOneDriveFolder } from '#core/connections/onedrive.ts'
import { describeError } from '#core/http/describe-error.ts'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'

type NewFolderFormProps = {
  error: Error | null
  isBusy: boolean
  onType: () => void
  onCreate: (name: string) => void
}

/** A folder name, checked before it is sent. */
export function NewFolderForm({ error, isBusy, onType, onCreate }: NewFolderFormProps) {
  const [name, setName] = useState('')
  const [refusal, setRefusal] = useState<string>()
  const problem = refusal ?? (error ? describeError(error).message : undefined)
  return (
    <form
      noValidate
      className="mt-3 flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        const checked = CreateOneDriveFolder.shape.name.safeParse(name)
        if (checked.success) onCreate(checked.data)
        else setRefusal(checked.error.issues[0]?.message)
      }}
    >
      <div className="min-w-0 flex-1">
        <Field label="New folder in here" error={problem}>
          {(wiring) => (
            <Input
              {...wiring}
              value={name}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => {
                setName(event.target.value)
                setRefusal(undefined)
                onType()
              }}
            />
          )}
        </Field>
      </div>
      <Button type="submit" isBusy={isBusy} disabled={name.trim() === ''} className={problem ? 'mb-5.5' : undefined}>
        <FolderPlus aria-hidden="true" /> Create
      </Button>
    </form>
  )
}
