import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatMoney } from '#core/money.ts'
import { homeQueries } from './home.queries.ts'
import { HomeCard } from './home-card.tsx'

/** Today's price drops and the listings that need attention; empty for a workspace without listings. */
export function EbayToday() {
  const format = useFormat()
  const query = useQuery(homeQueries.ebayToday(format.timeZone))
  if (!query.data || query.data.listings === 0) return null
  return (
    <HomeCard title="eBay today" query={query} link={{ to: addresses.listings(), label: 'Show listings' }}>
      {({ drops, reduced, needs_attention, without_floor }) => (
        <ul className="flex flex-wrap gap-x-8 gap-y-3 p-4">
          <Fact
            to={addresses.priceHistory()}
            name="Confirmed price drops"
            value={drops.toLocaleString(format.locale)}
          />
          <Fact
            to={addresses.priceHistory()}
            name="Total reduced"
            value={
              reduced.map(({ currency, cents }) => formatMoney(cents, currency, format.locale)).join(' + ') || 'Nothing'
            }
          />
          <Fact
            to={addresses.listings({ parked: 'yes' })}
            name="Needs attention"
            value={needs_attention.toLocaleString(format.locale)}
          />
          <Fact
            to={addresses.listings({ status: 'active', floor: 'without' })}
            name="Need a floor"
            value={without_floor.toLocaleString(format.locale)}
          />
        </ul>
      )}
    </HomeCard>
  )
}

function Fact({ to, name, value }: { to: string; name: string; value: string }) {
  return (
    <li>
      <Link to={to} className="block rounded-control hover:underline">
        <span className="block text-meta text-muted">{name}</span>
        <span className="block text-lead font-semibold tabular-nums">{value}</span>
      </Link>
    </li>
  )
}
