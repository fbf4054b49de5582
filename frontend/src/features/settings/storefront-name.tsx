import { useRef, useState } from 'react'
import { cn } from '#ui/class-names.ts'
import { inputStyle } from '#ui/input.tsx'

type StorefrontNameProps = { label: string; value: string | null; onSave: (value: string | null) => void }

/** A text that is its own editor: Enter or leaving saves, Esc restores, empty removes the name. */
export function StorefrontName({ label, value, onSave }: StorefrontNameProps) {
  const [draft, setDraft] = useState<string>()
  const isCancelled = useRef(false)

  function finish() {
    const next = draft?.trim() || null
    const wasCancelled = isCancelled.current
    isCancelled.current = false
    setDraft(undefined)
    if (draft !== undefined && !wasCancelled && next !== value) onSave(next)
  }

  return (
    <input
      aria-label={label}
      placeholder="Not entered"
      maxLength={100}
      value={draft ?? value ?? ''}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && draft !== undefined) {
          isCancelled.current = true
          event.stopPropagation()
          event.currentTarget.blur()
        }
        if (event.key === 'Enter') event.currentTarget.blur()
      }}
      className={cn(inputStyle, 'h-8 w-full px-2.5 placeholder:text-faint max-md:h-11')}
    />
  )
}
