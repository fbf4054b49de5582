import { useQuery } from '@tanstack/react-query'
import { useFormat } from '#app/lib/use-format.ts'
import type { InboxView } from '#core/social/inbox/contract.ts'
import { cn } from '#ui/class-names.ts'
import { inboxQueries } from './inbox.queries.ts'

const VIEWS = [
  { view: 'open', label: 'Open' },
  { view: 'unread', label: 'Unread' },
  { view: 'mine', label: 'Mine' },
  { view: 'unassigned', label: 'Unassigned' },
  { view: 'resolved', label: 'Resolved' },
  { view: 'all', label: 'All' },
] as const

/** The views of the inbox, with how many conversations each has. */
export function ViewTabs({ view, onChange }: { view: InboxView; onChange: (view: InboxView) => void }) {
  const { data: counts } = useQuery(inboxQueries.counts())
  const { locale } = useFormat()
  return (
    <fieldset aria-label="View" className="flex min-w-0 gap-1 overflow-x-auto md:flex-wrap">
      {VIEWS.map(({ view: value, label }) => {
        const count = value === 'all' ? counts && counts.open + counts.resolved : counts?.[value]
        return (
          <button
            key={value}
            type="button"
            aria-pressed={value === view}
            onClick={() => onChange(value)}
            className={cn(
              'flex h-7 shrink-0 items-center gap-1.5 rounded-control px-2 text-table max-md:h-11 max-md:px-2.5',
              value === view ? 'bg-pressed font-medium text-ink' : 'text-muted hover:bg-hover hover:text-ink',
            )}
          >
            {label}{' '}
            {count !== undefined && count > 0 && (
              <span className="text-meta text-muted tabular-nums">{count.toLocaleString(locale)}</span>
            )}
          </button>
        )
      })}
    </fieldset>
  )
}
