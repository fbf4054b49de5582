import { Search } from 'lucide-react'
import { NavLink } from 'react-router'
import { useOverlay } from '#app/contexts/overlay-context.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { cn } from '#ui/class-names.ts'
import { type Place, usePlaces } from './navigation.ts'

const ITEM = 'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-meta'

/** The navigation on phones: within the thumb's reach, 56 px high, clear of the home indicator. */
export function BottomBar() {
  const { open } = useOverlay()
  const places = usePlaces().filter(({ isOnBar }) => isOnBar)
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]"
    >
      {places.slice(0, -1).map((place) => (
        <BarLink key={place.address} place={place} />
      ))}
      <button type="button" onClick={() => open('palette')} className={cn(ITEM, 'text-muted')}>
        <Search className="size-5" strokeWidth={1.75} aria-hidden="true" />
        Search
      </button>
      {places.slice(-1).map((place) => (
        <BarLink key={place.address} place={place} />
      ))}
    </nav>
  )
}

function BarLink({ place }: { place: Place }) {
  return (
    <NavLink
      to={place.address}
      end={place.address === addresses.home()}
      className={({ isActive }) => cn(ITEM, isActive ? 'font-medium text-accent-solid' : 'text-muted')}
    >
      <place.icon className="size-5" strokeWidth={1.75} aria-hidden="true" />
      {place.label}
    </NavLink>
  )
}
