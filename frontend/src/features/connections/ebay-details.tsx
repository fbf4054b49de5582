import { useFormat } from '#app/lib/use-format.ts'
import type { EbayStatus } from '#core/connections/ebay.ts'
import { Badge } from '#ui/badge.tsx'
import { DetailRow } from './detail-row.tsx'

/** How early the page warns that a grant expires. */
const WARN_MS = 30 * 86_400_000

/** The account, and when its grant expires. */
export function EbayDetails({ status }: { status: EbayStatus }) {
  const format = useFormat()
  const { ebay_username, environment, expires_at } = status
  const isSoon = expires_at !== null && Date.parse(expires_at) - Date.now() < WARN_MS
  return (
    <>
      <DetailRow name="Account">
        <span className="min-w-0 truncate">{ebay_username}</span>
        {environment === 'sandbox' && (
          <Badge tone="info" title="eBay's test environment. Nothing here is really for sale.">
            Sandbox
          </Badge>
        )}
      </DetailRow>
      {expires_at && (
        <DetailRow name="Reconnect by">
          {isSoon && <Badge tone="waiting">Soon</Badge>}
          <time dateTime={expires_at} title={format.instant(expires_at)}>
            {format.dayOf(expires_at)}
          </time>
        </DetailRow>
      )}
    </>
  )
}
