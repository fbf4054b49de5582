import { useQuery } from '@tanstack/react-query'
import { NavLink, Outlet } from 'react-router'
import { PageLayout } from '#app/components/layouts/page-layout.tsx'
import { meQuery } from '#app/domains/accounts/me.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { cn } from '#ui/class-names.ts'

const PAGES = [
  { address: addresses.settings(), label: 'General', isForEditors: false },
  { address: addresses.accountSettings(), label: 'Account', isForEditors: false },
  { address: addresses.productSettings(), label: 'Products', isForEditors: true },
] as const

/** The frame of all settings: the tabs above the content. */
export function SettingsPage() {
  const { data: me } = useQuery(meQuery())
  const pages = PAGES.filter(({ isForEditors }) => !isForEditors || (me && me.role !== 'uploader'))
  return (
    <PageLayout title="Settings">
      <nav aria-label="Settings" className="mb-6 flex gap-1">
        {pages.map(({ address, label }) => (
          <NavLink
            key={address}
            to={address}
            end
            className={({ isActive }) =>
              cn(
                'inline-flex h-8 items-center rounded-control px-3 text-muted hover:bg-hover hover:text-ink',
                isActive && 'bg-hover font-medium text-ink',
              )
            }
          >
            {label}
          </NavLink>
        ))}
      </nav>
      <Outlet />
    </PageLayout>
  )
}
