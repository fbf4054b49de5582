import { Button } from '#ui/button.tsx'
import { fieldName } from './field-names.ts'
import type { Conflict } from './product-fields.tsx'

type ConflictNoticeProps = { conflict: Conflict; onKeep: () => void; onOverwrite: () => void }

/** Two people changed the same product: shows both values and lets the person choose. */
export function ConflictNotice({ conflict, onKeep, onOverwrite }: ConflictNoticeProps) {
  return (
    <div role="alert" className="mb-3 rounded-control border border-waiting/30 bg-waiting-soft p-3 text-table">
      <p className="font-medium text-waiting">This was changed in the meantime. Your change was not saved.</p>
      <dl className="mt-2 flex flex-col gap-1">
        {changedFields(conflict).map(({ key, now, yours }) => (
          <div key={key} className="grid grid-cols-[112px_1fr] gap-2">
            <dt className="text-muted">{fieldName(key)}</dt>
            <dd className="min-w-0 break-words">
              Now “{now}”, yours “{yours}”
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-3 flex gap-2">
        <Button size="small" onClick={onKeep}>
          Keep theirs
        </Button>
        <Button size="small" onClick={onOverwrite}>
          Save mine
        </Button>
      </div>
    </div>
  )
}

function changedFields({ current, unsaved }: Conflict) {
  return Object.entries(unsaved).map(([key, yours]) => ({
    key,
    now: show(key, asField(current, key)),
    yours: show(key, yours),
  }))
}

// The API writes "archived, yes or no" and stores the time of archiving.
function asField(current: Conflict['current'], key: string): unknown {
  if (key === 'is_archived') return current.archived_at !== null
  return Object.entries(current).find(([name]) => name === key)?.[1]
}

function show(key: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return 'empty'
  return key.endsWith('_cents') && typeof value === 'number' ? (value / 100).toFixed(2) : String(value)
}
