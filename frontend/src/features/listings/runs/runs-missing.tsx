import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Notice } from '#app/components/ui/notice.tsx'
import { listingQueries } from '#app/features/listings/listings.queries.ts'
import { addresses } from '#app/lib/addresses.ts'
import { useFormat } from '#app/lib/use-format.ts'

/** The alarm for the day nobody runs: cuts are due and no run has ended well for hours. */
export function RunsMissing() {
  const { data: counts } = useQuery(listingQueries.counts())
  const format = useFormat()
  if (!counts?.overdue_since) return null
  return (
    <Notice tone="failed">
      Price drops are due, and no run has succeeded since {format.instant(counts.overdue_since)}. Each listing is
      lowered once when runs resume.{' '}
      <Link to={addresses.priceHistory({ view: 'runs' })} className="font-medium underline">
        See the runs
      </Link>
    </Notice>
  )
}
