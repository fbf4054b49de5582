import { useId, useRef, useState } from 'react'
import { useFormat } from '#app/lib/use-format.ts'
import { readTypedMoney, writeTypedMoney } from '#core/money.ts'
import { cn } from '#ui/class-names.ts'

type MoneyInputProps = {
  label: string
  cents: number | null
  currency: string
  onSave: (cents: number | null) => void
  placeholder?: string
  isDisabled?: boolean
}

/**
 * An amount that is its own editor: Enter or leaving saves, Esc restores, empty removes the amount. A text that is no
 * amount stays in the field, with what is wrong with it.
 */
export function MoneyInput(props: MoneyInputProps) {
  const { label, cents, currency, onSave, placeholder = 'Set…', isDisabled = false } = props
  const id = useId()
  const { locale } = useFormat()
  const [draft, setDraft] = useState<string>()
  const [isTold, setTold] = useState(false)
  const isCancelled = useRef(false)
  const { next, problem } = read(draft, cents, { locale, currency })

  function finish() {
    const wasCancelled = isCancelled.current
    isCancelled.current = false
    if (problem && !wasCancelled) return setTold(true)
    setDraft(undefined)
    setTold(false)
    if (!wasCancelled && next !== cents) onSave(next)
  }

  return (
    <span className="relative block w-full min-w-0">
      <input
        inputMode="decimal"
        aria-label={label}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem && isTold ? id : undefined}
        placeholder={placeholder}
        disabled={isDisabled}
        value={draft ?? (cents === null ? '' : writeTypedMoney(cents, { locale, currency }))}
        data-editing={draft !== undefined || undefined}
        onChange={(event) => {
          setDraft(event.target.value)
          setTold(false)
        }}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && draft !== undefined) {
            isCancelled.current = true
            event.stopPropagation()
            event.currentTarget.blur()
          }
          if (event.key !== 'Enter') return
          if (problem) setTold(true)
          else event.currentTarget.blur()
        }}
        className={cn(
          'h-7 w-full min-w-0 rounded-control border border-transparent bg-transparent px-1.5 text-right tabular-nums transition-colors placeholder:text-muted max-md:h-11 max-md:border-line',
          'hover:border-line-strong focus:border-accent focus:bg-surface aria-invalid:border-failed',
        )}
      />
      {problem && isTold && (
        <span
          id={id}
          role="alert"
          className="absolute top-full right-0 z-10 mt-1 w-max max-w-64 rounded-control border border-failed bg-surface px-2 py-1 text-left text-meta text-failed shadow-float"
        >
          {problem}
        </span>
      )}
    </span>
  )
}

function read(
  draft: string | undefined,
  cents: number | null,
  style: { locale: string | undefined; currency: string },
) {
  if (draft === undefined) return { next: cents, problem: null }
  if (draft.trim() === '') return { next: null, problem: null }
  const typed = readTypedMoney(draft, style)
  if (typed.cents === 0) return { next: null, problem: 'Enter an amount above zero, or nothing.' }
  return { next: typed.cents, problem: typed.problem }
}
