import { useState } from 'react'
import { Checkbox } from '#app/components/ui/checkbox.tsx'
import { describeError } from '#core/http/describe-error.ts'
import { Button } from '#ui/button.tsx'
import { Dialog, DialogActions } from '#ui/dialog.tsx'
import { Field } from '#ui/field.tsx'
import { Input } from '#ui/input.tsx'

type SaveViewDialogProps = {
  isOpen: boolean
  onClose: () => void
  title: string
  /** The action of the button: "Save view", "Rename". */
  action: string
  initialName: string
  initialShared: boolean
  onSave: (view: { name: string; is_shared: boolean }) => void
  isBusy: boolean
  error: unknown
}

/** Asks for a view's name and whether it is shared. */
export function SaveViewDialog({ isOpen, onClose, title, ...form }: SaveViewDialogProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={title}>
      <ViewForm {...form} onClose={onClose} />
    </Dialog>
  )
}

type ViewFormProps = Omit<SaveViewDialogProps, 'isOpen' | 'title'>

function ViewForm({ action, initialName, initialShared, onSave, onClose, isBusy, error }: ViewFormProps) {
  const [name, setName] = useState(initialName)
  const [isShared, setShared] = useState(initialShared)
  const [isAsked, setAsked] = useState(false)
  const isMissing = isAsked && name.trim() === ''
  const problem = isMissing ? 'Give the view a name.' : error ? describeError(error).message : undefined
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
        if (name.trim() !== '') onSave({ name: name.trim(), is_shared: isShared })
      }}
      className="flex flex-col gap-4"
    >
      <Field label="Name" error={problem}>
        {(wiring) => (
          <Input {...wiring} value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Checkbox isChecked={isShared} onChange={setShared} hint="Only you can change it.">
        Everybody in the workspace sees it
      </Checkbox>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {action}
        </Button>
      </DialogActions>
    </form>
  )
}
