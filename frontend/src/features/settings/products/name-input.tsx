import { useState } from 'react'
import { Input } from '#ui/input.tsx'

type NameInputProps = {
  name: string
  onRename: (name: string) => void
  /** What it names, when `Name of …` would say too little. */
  label?: string
  maxLength?: number
}

/** A name that looks like text until it is pointed at. Enter or leaving keeps what was typed, Esc takes it back. */
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
