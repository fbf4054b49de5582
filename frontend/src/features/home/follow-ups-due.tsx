import { useQuery } from '@tanstack/react-query'
import { CalendarClock, Check } from 'lucide-react'
import { Link } from 'react-router'
import { ProductImage } from '#app/domains/products/product-image.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { dayFromToday } from '#app/lib/days.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { Button } from '#ui/button.tsx'
import { Menu, MenuItem } from '#ui/dropdown-menu.tsx'
import { homeQueries } from './home.queries.ts'
import { HomeCard } from './home-card.tsx'
import { useFollowUp } from './use-follow-up.ts'

const LATER = [
  { label: 'Tomorrow', days: 1 },
  { label: 'In three days', days: 3 },
  { label: 'In a week', days: 7 },
] as const

/** Products with a due follow-up, the longest overdue first; done or postponed right here. */
export function FollowUpsDue() {
  const query = useQuery(homeQueries.followUpsDue())
  return (
    <HomeCard
      title="Follow-ups due"
      query={query}
      link={{ to: addresses.products({ view: 'follow_ups_due' }), label: 'Show all' }}
      count={(data) => data.total}
    >
      {({ items }) =>
        items.length === 0 ? (
          <p className="px-4 py-6 text-muted">Nothing is due. Give a product a follow-up date to be reminded here.</p>
        ) : (
          <ul className="p-1.5">
            {items.map((product) => (
              <FollowUp key={product.id} product={product} />
            ))}
          </ul>
        )
      }
    </HomeCard>
  )
}

function FollowUp({ product }: { product: SourcedProduct }) {
  const format = useFormat()
  const { finish, moveTo, isPending } = useFollowUp(product)
  const name = product.title ?? product.asin
  const day = product.follow_up_date
  const isLate = day !== null && day < dayFromToday(0, format.timeZone)
  return (
    <li className="flex min-h-12 items-center gap-1 rounded-control pr-1 hover:bg-hover">
      <Link
        to={addresses.product(product.id, { view: 'follow_ups_due' })}
        className="flex min-w-0 flex-1 items-center gap-3 rounded-control px-2.5 py-1"
      >
        <ProductImage url={product.image_url} />
        <span className="min-w-0 flex-1">
          <span className="block truncate">{name}</span>
          <span className="block truncate text-table text-muted">
            {day !== null && (
              <span className={isLate ? 'text-failed' : ''}>{isLate ? `Since ${format.day(day)}` : 'Today'}</span>
            )}
            {product.follow_up_note !== null && ` · ${product.follow_up_note}`}
          </span>
        </span>
      </Link>
      <Menu
        align="end"
        trigger={
          <Button variant="quiet" size="icon-small" aria-label={`Put off ${name}`} disabled={isPending}>
            <CalendarClock aria-hidden="true" />
          </Button>
        }
      >
        {LATER.map(({ label, days }) => (
          <MenuItem key={label} onSelect={() => moveTo(dayFromToday(days, format.timeZone))}>
            {label}
          </MenuItem>
        ))}
      </Menu>
      <Button variant="quiet" size="icon-small" aria-label={`Done: ${name}`} disabled={isPending} onClick={finish}>
        <Check aria-hidden="true" />
      </Button>
    </li>
  )
}
