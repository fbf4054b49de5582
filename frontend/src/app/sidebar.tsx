import { PanelLeft, Search } from 'lucide-react'
import { Fragment } from 'react'
import { NavLink } from 'react-router'
import { Tooltip } from '#app/components/ui/tooltip.tsx'
import { useOverlay } from '#app/contexts/overlay-context.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useRemembered } from '#app/lib/remembered.ts'
import { Button } from '#ui/button.tsx'
import { cn } from '#ui/class-names.ts'
import { Kbd } from '#ui/kbd.tsx'
import { modKey } from '#ui/keyboard.ts'
import { Icon, Wordmark } from '#ui/wordmark.tsx'
import { AccountMenu } from './account-menu.tsx'
import { type Place, usePlaces } from './navigation.ts'

/** The navigation on wide screens: 240 px, or 56 px when collapsed. */
export function Sidebar() {
  const [isFolded, setFolded] = useRemembered('sidebar-folded', false)
  const { open } = useOverlay()
  const places = usePlaces()
  const foldLabel = isFolded ? 'Expand sidebar' : 'Collapse sidebar'
  return (
    <aside
      className={cn(
        'sticky top-0 flex h-dvh shrink-0 flex-col border-r border-line bg-sunken',
        isFolded ? 'w-14 items-center' : 'w-60',
      )}
    >
      <div className={cn('flex h-14 items-center', isFolded ? 'justify-center' : 'justify-between pr-2 pl-4')}>
        {isFolded ? <Icon /> : <Wordmark />}
        {!isFolded && <FoldButton label={foldLabel} onClick={() => setFolded(true)} />}
      </div>
      <div className="px-2 pb-2">
        <button
          type="button"
          onClick={() => open('palette')}
          aria-label={isFolded ? 'Search or go to' : undefined}
          className={cn(
            'flex h-8 items-center gap-2 rounded-control border border-line bg-surface text-muted hover:border-line-strong',
            isFolded ? 'w-9 justify-center' : 'w-full px-2',
          )}
        >
          <Search className="size-4 shrink-0" aria-hidden="true" />
          {!isFolded && (
            <>
              <span className="flex-1 text-left">Search or go to…</span>
              <Kbd>{modKey()}</Kbd>
              <Kbd>K</Kbd>
            </>
          )}
        </button>
      </div>
      <nav aria-label="Main" className="flex flex-1 flex-col gap-0.5 px-2">
        {places.map((place, at) => (
          <Fragment key={place.address}>
            {place.group !== places[at - 1]?.group && <GroupHead name={place.group} isFolded={isFolded} />}
            <PlaceLink place={place} isFolded={isFolded} />
          </Fragment>
        ))}
      </nav>
      {isFolded && <FoldButton label={foldLabel} onClick={() => setFolded(false)} />}
      <div className="w-full border-t border-line p-2">
        <AccountMenu isFolded={isFolded} />
      </div>
    </aside>
  )
}

/** The start of a group of pages; without a name, the end of one. */
function GroupHead({ name, isFolded }: { name: string | undefined; isFolded: boolean }) {
  if (name === undefined || isFolded) return <span aria-hidden="true" className="my-1.5 h-px w-full shrink-0 bg-line" />
  return (
    <p aria-hidden="true" className="mt-3 px-2 pb-1 text-meta font-medium text-muted">
      {name}
    </p>
  )
}

function FoldButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Tooltip content={label} side="right">
      <Button variant="quiet" size="icon-small" aria-label={label} onClick={onClick}>
        <PanelLeft aria-hidden="true" />
      </Button>
    </Tooltip>
  )
}

function PlaceLink({ place, isFolded }: { place: Place; isFolded: boolean }) {
  const link = (
    <NavLink
      to={place.address}
      end={place.address === addresses.home()}
      aria-label={place.label}
      className={({ isActive }) =>
        cn(
          'flex h-8 items-center gap-2.5 rounded-control',
          isFolded ? 'w-9 justify-center' : 'px-2',
          isActive ? 'bg-pressed font-medium text-ink' : 'text-muted hover:bg-hover hover:text-ink',
        )
      }
    >
      <place.icon className="size-5 shrink-0" strokeWidth={1.75} aria-hidden="true" />
      {!isFolded && place.label}
    </NavLink>
  )
  if (!isFolded) return link
  return (
    <Tooltip content={place.label} side="right">
      {link}
    </Tooltip>
  )
}
