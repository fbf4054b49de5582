import { Search, X } from 'lucide-react'
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import { Input } from '#ui/input.tsx'

/** While a person types, the list is loaded at most this often. */
const PAUSE_MS = 80

type SearchInputProps = { label: string; placeholder: string; value: string; onChange: (value: string) => void }

/** Typed text shows at once, and the first key starts a search at once. Esc clears the field, then leaves it. */
export function SearchInput({ label, placeholder, value, onChange }: SearchInputProps) {
  const [text, setText] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  // The text that was sent and has not returned as `value` yet: a person who keeps typing is ahead of it.
  const sent = useRef<string[]>([])
  const [known, setKnown] = useState(value)
  if (value !== known) {
    // The URL changed from outside ("Clear filters", Back): the field follows.
    setKnown(value)
    if (value !== text.trim() && !sent.current.includes(value)) setText(value)
  }
  useEffect(() => {
    sent.current.splice(0, sent.current.indexOf(value) + 1)
  }, [value])

  const sentAt = useRef(Number.NEGATIVE_INFINITY)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const send = useEffectEvent((next: string) => {
    sentAt.current = performance.now()
    if (next === (sent.current.at(-1) ?? value)) return
    sent.current.push(next)
    onChange(next)
  })
  // Before the letter is drawn, which starts the search one frame earlier.
  useLayoutEffect(() => {
    const waitMs = sentAt.current + PAUSE_MS - performance.now()
    clearTimeout(timer.current)
    if (waitMs <= 0) send(text.trim())
    else timer.current = setTimeout(() => send(text.trim()), waitMs)
  }, [text])

  function clear() {
    setText('')
    clearTimeout(timer.current)
    send('')
    input.current?.focus()
  }

  return (
    <div className="relative w-full md:w-72">
      <Search
        className="pointer-events-none absolute top-2 left-2.5 max-md:top-3.5 size-4 text-faint"
        aria-hidden="true"
      />
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
        className="pl-8 pr-8 max-md:h-11 [&::-webkit-search-cancel-button]:hidden"
      />
      {text && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={clear}
          className="absolute top-1 right-1 inline-flex size-6 max-md:top-0 max-md:size-11 items-center justify-center rounded-control text-muted hover:bg-hover"
        >
          <X className="size-4" aria-hidden="true" />
        </button>
      )}
    </div>
  )
}
