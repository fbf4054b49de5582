import { Notice } from '#app/components/ui/notice.tsx'
import type { UnreadableRow } from '#core/http/list.ts'

/** The rows of a list that could not be read, each with its id and damaged fields; nothing when all could. */
export function UnreadableRows({ rows = [] }: { rows?: readonly UnreadableRow[] | undefined }) {
  if (rows.length === 0) return null
  return (
    <Notice tone="waiting">
      <p>
        {rows.length === 1 ? "1 row can't be shown" : `${rows.length} rows can't be shown`} because of damaged data. The
        rest of the list is complete.
      </p>
      <details>
        <summary>Details</summary>
        <ul>
          {rows.map(({ id, fields }, at) => (
            <li key={id ?? at}>
              {id ?? 'Unknown id'}
              {fields.length > 0 && `: ${fields.join(', ')}`}
            </li>
          ))}
        </ul>
      </details>
    </Notice>
  )
}
