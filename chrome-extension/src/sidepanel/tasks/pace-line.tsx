import { formatCount } from '#core/format.ts'
import type { UploadPace } from '#core/tasks/panel.ts'

/** How many uploads the person completed today, and how many are usual: a fact, not a goal. */
export function paceWords({ today, usual }: UploadPace, completedHere = 0): string | null {
  const count = today + completedHere
  if (count === 0 && usual === null) return null
  const words = `${formatCount(count, 'upload')} today`
  return usual === null ? words : `${words} · usually ${usual}`
}

export function PaceLine({ pace, completedHere }: { pace: UploadPace; completedHere: number }) {
  const words = paceWords(pace, completedHere)
  return words && <p className="mt-1.5 text-meta text-muted tabular-nums">{words}</p>
}
