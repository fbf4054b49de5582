import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { RelativeTime } from '#app/components/ui/relative-time.tsx'
import { ShipmentBadge } from '#app/domains/shipments/shipment-badge.tsx'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'
import { formatDay } from '#core/format.ts'
import type { Shipment } from '#core/products/shipments/contract.ts'
import { homeQueries } from './home.queries.ts'
import { HomeCard } from './home-card.tsx'

/** Shipments on their way, and shipments that arrived within a week. */
export function Shipments() {
  const { locale } = useFormat()
  return (
    <HomeCard
      title="Shipments"
      query={useQuery(homeQueries.shipments())}
      link={{ to: addresses.products(), label: 'Show products' }}
    >
      {({ arriving, delivered }) =>
        arriving.length + delivered.length === 0 ? (
          <p className="px-4 py-6 text-muted">Add a tracking number to a product to track its shipment here.</p>
        ) : (
          <>
            <Group title="Arriving" shipments={arriving}>
              {({ eta }) => eta !== null && `Expected ${formatDay(eta, locale)}`}
            </Group>
            <Group title="Delivered this week" shipments={delivered}>
              {({ last_checkpoint_at: at }) => at !== null && <RelativeTime instant={at} />}
            </Group>
          </>
        )
      }
    </HomeCard>
  )
}

type GroupProps = { title: string; shipments: Shipment[]; children: (shipment: Shipment) => ReactNode }

function Group({ title, shipments, children }: GroupProps) {
  if (shipments.length === 0) return null
  return (
    <>
      <h3 className="px-4 pt-3 text-meta text-muted">{title}</h3>
      <ul aria-label={title} className="p-1.5">
        {shipments.map((shipment) => (
          <li key={shipment.id}>
            <Link
              to={addresses.product(shipment.product_id)}
              className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 rounded-control px-2.5 py-1 hover:bg-hover"
            >
              <span className="min-w-0 flex-1 basis-32 truncate">{shipment.product_title ?? shipment.asin}</span>
              <span className="text-table text-muted">{children(shipment)}</span>
              <ShipmentBadge shipment={shipment} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
