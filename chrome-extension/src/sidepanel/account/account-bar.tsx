import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { ChevronUp, Keyboard, LayoutDashboard, LogOut, RefreshCw, TriangleAlert } from 'lucide-react'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Menu, MenuItem, MenuSeparator } from '#ui/dropdown-menu.tsx'
import { signOut } from '../../lib/session.ts'
import type { SignedIn } from '../../storage/items.ts'
import { ReportMenuItem } from '../creator-hub/report-switch.tsx'
import { panelQueries } from '../tasks/panel-queries.ts'

type AccountBarProps = {
  session: SignedIn
  query: Pick<UseQueryResult, 'isFetching' | 'isRefetchError' | 'refetch'>
  onKeys: () => void
}

/** The signed-in person, whether the tasks are up to date, and the menu. */
export function AccountBar({ session, query, onKeys }: AccountBarProps) {
  const { data: me } = useQuery(panelQueries.me())
  const workspace = me?.workspaces.find(({ workspace_id }) => workspace_id === me.current_workspace_id)
  const email = me?.email ?? session.user.email
  return (
    <footer className="sticky bottom-0 z-10 border-t border-line bg-canvas text-meta text-muted">
      {query.isRefetchError && (
        <p
          role="status"
          className="flex items-center gap-1.5 border-b border-line bg-waiting-soft px-3 py-1 text-waiting"
        >
          <TriangleAlert className="size-3.5 shrink-0" aria-hidden="true" />
          <span className="min-w-0 flex-1">Could not refresh. You see what was there before.</span>
          <Button variant="quiet" size="small" isBusy={query.isFetching} onClick={() => void query.refetch()}>
            Try again
          </Button>
        </p>
      )}
      <div className="flex h-10 items-center gap-1 pl-3 pr-1.5">
        <span className="min-w-0 flex-1 truncate" title={[email, workspace?.name].filter(Boolean).join(' · ')}>
          <span className="text-ink">{email}</span>
          {workspace && ` · ${workspace.name}`}
        </span>
        <Button variant="quiet" size="icon" aria-label="Refresh" title="Refresh" onClick={() => void query.refetch()}>
          <RefreshCw aria-hidden="true" className={cn(query.isFetching && 'animate-spin')} />
        </Button>
        <AccountMenu origin={session.origin} onKeys={onKeys} />
      </div>
    </footer>
  )
}

function AccountMenu({ origin, onKeys }: { origin: string; onKeys: () => void }) {
  return (
    <Menu
      side="top"
      align="end"
      trigger={
        <Button variant="quiet" size="icon" aria-label="Account" title="Account">
          <ChevronUp aria-hidden="true" />
        </Button>
      }
    >
      <MenuItem onSelect={() => void chrome.tabs.create({ url: `${origin}/tasks` })}>
        <LayoutDashboard aria-hidden="true" /> Open the dashboard
      </MenuItem>
      <MenuItem onSelect={onKeys}>
        <Keyboard aria-hidden="true" /> Keyboard shortcuts
      </MenuItem>
      <ReportMenuItem />
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden="true" /> Sign out
      </MenuItem>
    </Menu>
  )
}
