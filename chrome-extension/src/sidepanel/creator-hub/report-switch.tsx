import { reportsItem } from '../../creator-hub/items.ts'
import { reportShape } from '../../creator-hub/report-shape.ts'
import type { HubState } from '../../creator-hub/states.ts'
import { useStoredItem } from '../use-stored-item.ts'

/** Lets the person report changed pages, beginning with this one. Off until they switch it on. */
export function ReportSwitch({ seen }: { seen: HubState }) {
  const reports = useStoredItem(reportsItem)
  if (!reports) return null

  async function change(is_on: boolean) {
    await reportsItem.update((now) => ({ ...now, is_on }))
    reportShape(seen)
  }

  return (
    <label className="flex items-start gap-2 text-meta text-muted">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent-solid"
        checked={reports.is_on}
        onChange={({ target }) => void change(target.checked)}
      />
      <span>Report changed pages anonymously. Sends the kinds of fields on the page, without text or your name.</span>
    </label>
  )
}
