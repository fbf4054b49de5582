import { useState } from 'react'
import { formatPercent } from '#core/percent.ts'
import { cn } from '#ui/class-names.ts'

type ShareInputProps = {
  label: string
  /** Basis points; null means no agreed share. */
  shareBps: number | null
  maxBps: number
  onSave: (shareBps: number | null) => void
}

/** A share of the profit in percent; saved with Enter or on leaving, restored with Esc. */
export function ShareInput({ label, shareBps, maxBps, onSave }: ShareInputProps) {
  const [draft, setDraft] = useState<string>()
  const stored = shareBps === null ? '' : String(shareBps / 100)
  const next = draft === undefined ? shareBps : readShare(draft)
  const isWrong = next === undefined || (next !== null && next > maxBps)
  const problem = `At most ${formatPercent(maxBps / 10_000)}: the shares add up to 100%.`

  function finish() {
    if (draft === undefined || isWrong) return
    setDraft(undefined)
    if (next !== shareBps) onSave(next)
  }

  return (
    <span className="inline-flex shrink-0 items-center gap-1 text-table text-muted">
      <input
        inputMode="decimal"
        aria-label={label}
        aria-invalid={isWrong || undefined}
        title={isWrong ? problem : undefined}
        placeholder="–"
        value={draft ?? stored}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && draft !== undefined) {
            event.stopPropagation()
            setDraft(undefined)
          }
          if (event.key === 'Enter') finish()
        }}
        className={cn(
          'h-7 w-12 rounded-control border border-transparent bg-transparent px-1 text-right text-ink tabular-nums transition-colors',
          'hover:border-line focus:border-accent focus:bg-surface aria-invalid:border-failed',
        )}
      />
      %
      {isWrong && (
        <span role="alert" className="text-meta text-failed">
          {next === undefined ? 'Enter a percentage.' : problem}
        </span>
      )}
    </span>
  )
}

// Null for an empty text, undefined for a text that is no percentage.
function readShare(text: string): number | null | undefined {
  const trimmed = text.trim().replace(',', '.')
  if (trimmed === '') return null
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(trimmed)) return undefined
  const bps = Math.round(Number(trimmed) * 100)
  return bps <= 10_000 ? bps : undefined
}
