import { Search, X } from 'lucide-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { Input } from './ui/input.tsx'

const PAUSE_MS = 200

type SearchInputProps = { label: string; placeholder: string; value: string; onChange: (value: string) => void }

/** Typing shows at once; the list is asked when the typing pauses. Esc clears, then leaves. */
export function SearchInput({ label, placeholder, value, onChange }: SearchInputProps) {
  const [text, setText] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  const [known, setKnown] = useState(value)
  if (value !== known) {
    // The address changed from outside ("Clear filters", the back button): the field follows.
    setKnown(value)
    if (value !== text.trim()) setText(value)
  }

  const send = useEffectEvent((next: string) => {
    if (next !== value) onChange(next)
  })
  useEffect(() => {
    const timer = setTimeout(() => send(text.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])

  function clear() {
    setText('')
    onChange('')
    input.current?.focus()
  }

  return (
    <div className="relative w-full md:w-72">
      <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" aria-hidden="true" />
      <Input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          if (text) clear()
          else event.currentTarget.blur()
        }}
        className="pl-8 pr-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {text && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={clear}
          className="absolute top-1 right-1 inline-flex size-6 items-center justify-center rounded-control text-muted hover:bg-hover"
        >
          <X className="size-4" aria-hidden="true" />
        </button>
      )}
    </div>
  )
}
