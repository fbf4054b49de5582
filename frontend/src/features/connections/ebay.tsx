import { Tag } from 'lucide-react'
import { Link } from 'react-router'
import { ebayStatusQuery } from '#app/domains/connections/ebay.queries.ts'
import { queryKeys } from '#app/domains/query-keys.ts'
import { addresses } from '#app/lib/addresses.ts'
import { api } from '#app/lib/api.ts'
import { type EbayStatus, ebayContract } from '#core/connections/ebay.ts'
import { buttonStyle } from '#ui/button.tsx'
import type { ConnectionView } from './connection-view.ts'
import { EbayDetails } from './ebay-details.tsx'

export const ebay: ConnectionView<EbayStatus, EbayStatus> = {
  provider: 'ebay',
  name: 'eBay',
  vendor: 'eBay',
  icon: Tag,
  affected: [queryKeys.ebaySettings, queryKeys.listings, queryKeys.priceHistory],
  action: (
    <Link to={addresses.listings()} className={buttonStyle()}>
      Show listings
    </Link>
  ),
  purpose: 'Reads what you sell and lowers its prices by your strategies, never below your floors.',
  query: ebayStatusQuery(),
  begin: () => api(ebayContract.auth),
  test: () => api(ebayContract.test),
  disconnect: () => api(ebayContract.disconnect),
  variables: ['EBAY_CLIENT_ID', 'EBAY_CLIENT_SECRET', 'EBAY_RUNAME'],
  permissions: [
    'We see your eBay user name.',
    'We read what you have on sale: prices, quantities, images, watchers, what was sold.',
    'We change prices, by strategies you take live or when you type one. We never change quantities.',
    'With Quick list we list what you confirm, one item at a time.',
  ],
  words: {
    connected: 'We are reading your listings in the background.',
    failures: {
      ebay_account_taken: 'This eBay account is connected to another workspace. Disconnect it there first.',
    },
    safe: 'Prices on eBay stay as they are.',
    tested: ({ ebay_username }) => `Connected as ${ebay_username ?? 'this account'}.`,
    disconnecting: [
      'We forget our access to your eBay account.',
      'Price drops are paused, and planned ones are cancelled. Prices on eBay stay as they are.',
      'Your listings, floors, strategies and the price history stay here.',
      'You can also remove our access on eBay, under Account settings, Third-party app access.',
    ],
    disconnected: 'Price drops are paused.',
  },
  Details: EbayDetails,
}
