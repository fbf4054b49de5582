import { Notice } from '#app/components/ui/notice.tsx'
import type { UnreadableRow } from '#core/http/list.ts'
import { unreadableIn } from './query/unreadable-in.ts'

type UnreadableRowsProps = {
  rows?: readonly UnreadableRow[] | undefined
  /** Instead of the rows: an answer, or the pages of a list. */
  of?: object | undefined
  className?: string
}

/** The rows of a list that could not be read, each with its id and damaged fields; nothing when all could. */
export function UnreadableRows({ of, rows = unreadableIn(of), className }: UnreadableRowsProps) {
  if (rows.length === 0) return null
  return (
    <Notice tone="waiting" {...(className && { className })}>
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
