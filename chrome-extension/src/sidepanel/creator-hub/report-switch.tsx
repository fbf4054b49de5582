import { reportsItem } from '../../creator-hub/items.ts'
import { useStoredItem } from '../use-stored-item.ts'

/** Lets the person report changed pages. Off until they switch it on. */
export function ReportSwitch() {
  const reports = useStoredItem(reportsItem)
  if (!reports) return null
  return (
    <label className="flex items-start gap-2 text-meta text-muted">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent-solid"
        checked={reports.is_on}
        onChange={({ target }) => void reportsItem.update((now) => ({ ...now, is_on: target.checked }))}
      />
      <span>Report changed pages anonymously. Sends the kinds of fields on the page, without text or your name.</span>
    </label>
  )
}
