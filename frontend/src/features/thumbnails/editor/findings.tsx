import { CircleAlert, CircleCheck } from 'lucide-react'
import type { RenderedPreview } from '#core/thumbnails/schema.ts'
import { cn } from '#ui/class-names.ts'

type Findings = Pick<RenderedPreview, 'checks' | 'warnings'>

/** What is wrong with a picture, in sentences, each once. */
export function sentencesOf({ checks, warnings }: Findings, nameOf: (layerId: string | null) => string | null) {
  // A cut text is both: the check says it for the design, the warning for the picture.
  const all = [...warnings.filter(({ code }) => code !== 'text_truncated'), ...checks]
  return [...new Set(all.map(({ layer_id, message }) => [nameOf(layer_id), message].filter(Boolean).join(': ')))]
}

type FindingsListProps = { sentences: readonly string[]; isSmall?: boolean }

/** The findings of a picture; without any it says so. */
export function FindingsList({ sentences, isSmall = false }: FindingsListProps) {
  if (sentences.length === 0) {
    return (
      <p className={cn('flex items-start gap-1.5 text-done', isSmall ? 'text-meta' : 'text-table')}>
        <CircleCheck className="mt-px size-4 shrink-0" aria-hidden="true" /> Nothing to improve
      </p>
    )
  }
  return (
    <ul className={cn('flex flex-col gap-1', isSmall ? 'text-meta' : 'text-table')}>
      {sentences.map((sentence) => (
        <li key={sentence} className="flex items-start gap-1.5 text-waiting">
          <CircleAlert className="mt-px size-4 shrink-0" aria-hidden="true" />
          <span className="min-w-0 break-words">{sentence}</span>
        </li>
      ))}
    </ul>
  )
}
