import { Check, CircleHelp, Info, X } from 'lucide-react'
import { describeEvidence } from '#core/correlations/describe-evidence.ts'
import type { Evidence, EvidenceDirection } from '#core/correlations/evidence.ts'
import { cn } from '#ui/class-names.ts'

const SIGNS: Record<EvidenceDirection, { icon: typeof Check; word: string; style: string }> = {
  for: { icon: Check, word: 'For', style: 'text-done' },
  against: { icon: X, word: 'Against', style: 'text-failed' },
  unclear: { icon: CircleHelp, word: 'Unclear', style: 'text-waiting' },
  note: { icon: Info, word: 'Note', style: 'text-muted' },
}

/** Why a candidate is what it is, one sentence for each reason. */
export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  if (evidence.length === 0) {
    return <p className="text-table text-muted">A person entered it. No search has compared the two products.</p>
  }
  return (
    <ul className="flex flex-col gap-1 text-table" aria-label="Evidence">
      {evidence.map((piece) => {
        const { icon: Icon, word, style } = SIGNS[piece.direction]
        const sentence = describeEvidence(piece)
        return (
          <li key={sentence} className="flex gap-2">
            <Icon className={cn('mt-0.5 size-4 shrink-0', style)} role="img" aria-label={word} />
            <span className="min-w-0 break-words">{sentence}</span>
          </li>
        )
      })}
    </ul>
  )
}
