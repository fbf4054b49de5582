import { useQuery } from '@tanstack/react-query'
import { vendorUsageQuery } from '#app/domains/connections/vendor-usage.queries.ts'
import { useFormat } from '#app/lib/use-format.ts'
import type { SharedVendor } from '#core/connections/quotas.ts'
import { DetailRow } from './detail-row.tsx'

/** How much of a shared service the workspace has used, and when its share begins anew. */
export function VendorShare({ vendor }: { vendor: SharedVendor }) {
  const format = useFormat()
  const { data: items } = useQuery(vendorUsageQuery())
  const usage = items?.find((item) => item.vendor === vendor)
  if (!usage) return null
  const { used, limit, unit, period, resets_at } = usage
  const number = new Intl.NumberFormat(format.locale)
  const isUsedUp = used >= limit
  return (
    <dl className="border-t border-line px-4 py-1">
      <DetailRow name={period === 'day' ? 'Used today' : 'Used this month'}>
        <span className={isUsedUp ? 'text-waiting' : undefined}>
          {number.format(used)} of {number.format(limit)} {unit}
          {isUsedUp && ' (limit reached)'}
        </span>
      </DetailRow>
      <DetailRow name="Resets">{format.instant(resets_at)}</DetailRow>
    </dl>
  )
}
