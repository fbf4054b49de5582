import { useFormat } from '#app/lib/use-format.ts'
import type { ChangeSet } from '#core/products/changes.ts'
import { ChangeRow } from './change-row.tsx'
import { lineageOf } from './change-words.ts'

/** Changes by day, the newest first. */
export function ChangeList({ changes, isOfOneProduct = false }: { changes: ChangeSet[]; isOfOneProduct?: boolean }) {
  const format = useFormat()
  const days = new Map<string, ChangeSet[]>()
  for (const change of changes) {
    const day = format.dayOf(change.created_at)
    days.set(day, [...(days.get(day) ?? []), change])
  }
  return [...days].map(([day, items]) => (
    <div key={day} className="mb-6">
      <p className="border-b border-line pb-1.5 text-table font-medium text-muted">{day}</p>
      <ul aria-label={`Changes of ${day}`} className="divide-y divide-line">
        {items.map((change) => (
          <ChangeRow
            key={change.id}
            change={change}
            lineage={lineageOf(change, changes)}
            isOfOneProduct={isOfOneProduct}
          />
        ))}
      </ul>
    </div>
  ))
}
