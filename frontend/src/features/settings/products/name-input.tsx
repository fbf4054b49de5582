import { useState } from 'react'
import { Input } from '#ui/input.tsx'

type NameInputProps = {
  name: string
  onRename: (name: string) => void
  /** The label, when `Name of …` would be unclear. */
  label?: string
  maxLength?: number
}

/** A name that looks like text until the person points at it. Enter or leaving saves the text, Esc restores it. */
export function NameInput({ name, onRename, label = `Name of ${name}`, maxLength = 60 }: NameInputProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const keep = () => {
    const typed = draft?.trim()
    if (typed && typed !== name) onRename(typed)
    setDraft(null)
  }
  return (
    <Input
      aria-label={label}
      value={draft ?? name}
      maxLength={maxLength}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape' && draft !== null) {
          event.preventDefault()
          setDraft(null)
        }
      }}
      autoComplete="off"
      className="border-transparent bg-transparent px-1.5 font-medium"
    />
  )
}
