import { useFormat } from '#app/lib/use-format.ts'
import type { ImportCounts } from '#core/products/imports/contract.ts'
import { OUTCOME_WORDS, OUTCOMES } from './import-words.ts'

/** The number of rows of each outcome. */
export function Counts({ counts }: { counts: ImportCounts }) {
  const { locale } = useFormat()
  return (
    <dl className="grid grid-cols-2 gap-3 md:grid-cols-4 lg:grid-flow-col lg:auto-cols-fr lg:grid-cols-none">
      {OUTCOMES.filter((outcome) => outcome !== 'skipped' || counts.skipped > 0).map((outcome) => (
        <div key={outcome} className="flex flex-col-reverse rounded-card border border-line px-4 py-3">
          <dt className="text-table text-muted">{OUTCOME_WORDS[outcome].label}</dt>
          <dd className="text-title font-semibold tabular-nums">{counts[outcome].toLocaleString(locale)}</dd>
        </div>
      ))}
    </dl>
  )
}
