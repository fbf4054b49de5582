import { useRef, useState } from 'react'
import { parseMoney } from '#core/money.ts'
import { cn } from '#ui/class-names.ts'

type MoneyInputProps = {
  label: string
  cents: number | null
  onSave: (cents: number | null) => void
  placeholder?: string
  isDisabled?: boolean
}

/** An amount that is its own editor: Enter or leaving saves, Esc puts back, empty takes it away. */
export function MoneyInput({ label, cents, onSave, placeholder = 'Set…', isDisabled = false }: MoneyInputProps) {
  const [draft, setDraft] = useState<string>()
  const isCancelled = useRef(false)
  const text = draft?.trim()
  const next = text === undefined ? cents : text === '' ? null : parseMoney(text)
  const isWrong = text !== undefined && text !== '' && (next === null || next < 1)

  function finish() {
    const wasCancelled = isCancelled.current
    isCancelled.current = false
    setDraft(undefined)
    if (!wasCancelled && !isWrong && next !== cents) onSave(next)
  }

  return (
    <input
      inputMode="decimal"
      aria-label={label}
      aria-invalid={isWrong || undefined}
      title={isWrong ? 'Enter an amount, such as 24.90.' : undefined}
      placeholder={placeholder}
      disabled={isDisabled}
      value={draft ?? (cents === null ? '' : (cents / 100).toFixed(2))}
      data-editing={draft !== undefined || undefined}
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
      className={cn(
        'h-7 w-full min-w-0 rounded-control border border-transparent bg-transparent px-1.5 text-right tabular-nums transition-colors placeholder:text-muted max-md:h-11 max-md:border-line',
        'hover:border-line-strong focus:border-accent focus:bg-surface aria-invalid:border-failed',
      )}
    />
  )
}
