import { useQuery } from '@tanstack/react-query'
import { Keyboard, LogOut, Settings } from 'lucide-react'
import { useNavigate } from 'react-router'
import { Avatar } from '#app/components/ui/avatar.tsx'
import { useOverlay } from '#app/contexts/overlay-context.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { THEMES } from '#app/domains/accounts/theme-options.tsx'
import { useThemeChoice } from '#app/domains/accounts/use-theme-choice.ts'
import { addresses } from '#app/lib/addresses.ts'
import { signOut } from '#app/lib/session.ts'
import { cn } from '#ui/class-names.ts'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '#ui/dropdown-menu.tsx'
import { Skeleton } from '#ui/skeleton.tsx'

/** The signed-in person, their theme, and Sign out. */
export function AccountMenu({ isFolded }: { isFolded: boolean }) {
  const { data: me } = useQuery(meQuery())
  const { open } = useOverlay()
  const { theme, chooseTheme } = useThemeChoice()
  const navigate = useNavigate()
  const name = me?.name || me?.email || 'Account'
  return (
    <Menu
      side="top"
      trigger={
        <button
          type="button"
          aria-label={isFolded ? `Account of ${name}` : undefined}
          className={cn(
            'flex h-10 w-full items-center gap-2.5 rounded-control hover:bg-hover',
            isFolded ? 'justify-center' : 'px-2',
          )}
        >
          <Avatar name={name} />
          {!isFolded && (
            <span className="min-w-0 flex-1 text-left">
              {me ? (
                <span className="block truncate font-medium">
                  <span className="sr-only">Account of </span>
                  {name}
                </span>
              ) : (
                <Skeleton className="h-4 w-24" />
              )}
            </span>
          )}
        </button>
      }
    >
      {me && <p className="max-w-56 truncate px-2 py-1.5 text-meta text-muted">{me.email}</p>}
      <MenuItem onSelect={() => void navigate(addresses.settings())}>
        <Settings aria-hidden="true" /> Settings
      </MenuItem>
      <MenuItem onSelect={() => open('keys')}>
        <Keyboard aria-hidden="true" /> Keyboard shortcuts
      </MenuItem>
      <MenuSeparator />
      <MenuChoice label="Theme" value={theme} onChange={chooseTheme} options={THEMES} />
      <MenuSeparator />
      <MenuItem onSelect={() => void signOut()}>
        <LogOut aria-hidden="true" /> Sign out
      </MenuItem>
    </Menu>
  )
}
