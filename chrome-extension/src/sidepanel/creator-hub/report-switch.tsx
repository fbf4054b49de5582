import { Flag } from 'lucide-react'
import { MenuItem } from '#ui/dropdown-menu.tsx'
import { reportsItem } from '../../creator-hub/items.ts'
import { reportShape } from '../../creator-hub/report-shape.ts'
import type { HubState } from '../../creator-hub/states.ts'
import { useStoredItem } from '../use-stored-item.ts'

const change = (is_on: boolean) => reportsItem.update((now) => ({ ...now, is_on }))

/** Lets the person report changed pages, beginning with this one. Off until they switch it on. */
export function ReportSwitch({ seen }: { seen: HubState }) {
  const reports = useStoredItem(reportsItem)
  if (!reports) return null
  return (
    <label className="flex items-start gap-2 text-meta text-muted">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent-solid"
        checked={reports.is_on}
        onChange={({ target }) => void change(target.checked).then(() => reportShape(seen))}
      />
      <span>Report changed pages anonymously. Sends the kinds of fields on the page, without text or your name.</span>
    </label>
  )
}

/** The same setting in the account menu, where it is on every page. */
export function ReportMenuItem() {
  const reports = useStoredItem(reportsItem)
  if (!reports) return null
  return (
    <MenuItem onSelect={() => void change(!reports.is_on)}>
      <Flag aria-hidden="true" /> {reports.is_on ? 'Stop reporting changed pages' : 'Report changed pages anonymously'}
    </MenuItem>
  )
}
