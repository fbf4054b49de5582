import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { ChevronUp, Keyboard, LayoutDashboard, LogOut, RefreshCw, TriangleAlert } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { signOut } from '../../lib/session.ts'
import type { SignedIn } from '../../storage/items.ts'
import { panelQueries } from '../tasks/panel-queries.ts'
import { Button } from '../ui/button.tsx'
import { cn } from '../ui/class-names.ts'

type AccountBarProps = {
  session: SignedIn
  query: Pick<UseQueryResult, 'isFetching' | 'isRefetchError' | 'refetch'>
  onKeys: () => void
}

/** Whose tasks these are, whether they are up to date, and the menu. */
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
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <Button variant="quiet" size="icon" aria-label="Account" title="Account">
          <ChevronUp aria-hidden="true" />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          side="top"
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-44 animate-rise-in rounded-card border border-line bg-surface p-1 text-table text-ink shadow-float"
        >
          <Item icon={<LayoutDashboard />} onSelect={() => void chrome.tabs.create({ url: `${origin}/tasks` })}>
            Open the dashboard
          </Item>
          <Item icon={<Keyboard />} onSelect={onKeys}>
            Keyboard shortcuts
          </Item>
          <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />
          <Item icon={<LogOut />} onSelect={() => void signOut()}>
            Sign out
          </Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Item({ icon, onSelect, children }: { icon: ReactNode; onSelect: () => void; children: ReactNode }) {
  return (
    <DropdownMenu.Item
      onSelect={onSelect}
      className="flex h-8 cursor-default select-none items-center gap-2 rounded-control px-2 outline-none data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {icon} {children}
    </DropdownMenu.Item>
  )
}
