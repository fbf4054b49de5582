import { type FormEvent, useId, useState } from 'react'
import { Button } from '#ui/button.tsx'
import { Input } from '#ui/input.tsx'

type TextLineFormProps = {
  label: string
  placeholder?: string
  initial: string
  maxLength: number
  /** Stores the text; answers why it cannot be, as a sentence. */
  onSave: (text: string) => string | null
  onCancel: () => void
}

/** One line of text in a row, with Save and Cancel. */
export function TextLineForm({ label, placeholder, initial, maxLength, onSave, onCancel }: TextLineFormProps) {
  const [text, setText] = useState(initial)
  const [error, setError] = useState<string | null>(null)
  const [id, errorId] = [useId(), useId()]
  function save(event: FormEvent) {
    event.preventDefault()
    setError(onSave(text))
  }
  return (
    <form className="mt-1.5 flex flex-wrap items-center gap-1" onSubmit={save}>
      <label htmlFor={id} className="w-full text-meta text-muted">
        {label}
      </label>
      <Input
        id={id}
        autoFocus
        value={text}
        placeholder={placeholder}
        maxLength={maxLength}
        aria-invalid={error !== null}
        aria-describedby={error === null ? undefined : errorId}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          onCancel()
        }}
        className="min-w-32 flex-1"
      />
      <Button size="small" type="submit">
        Save
      </Button>
      <Button size="small" variant="quiet" type="button" onClick={onCancel}>
        Cancel
      </Button>
      {error !== null && (
        <p id={errorId} role="alert" className="w-full text-meta text-failed">
          {error}
        </p>
      )}
    </form>
  )
}
