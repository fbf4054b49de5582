import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import type { UnreadableRow } from '#core/http/list.ts'
import { listingsContract } from '#core/listings/contract.ts'
import type { ListedListing, ListingHistory } from '#core/listings/schema.ts'

const SHOWN = 10

export type ProductSale = ListingHistory['sales'][number] & { listing_id: string }
export type ProductOnEbay = {
  listings: ListedListing[]
  sales: ProductSale[]
  /** Listings and sales that the server could not read. */
  unreadable: readonly UnreadableRow[]
}

/** The product's listings on eBay and its sales, newest first. */
export const ebayOfProduct = (productId: string) =>
  queryOptions({
    queryKey: [...queryKeys.listings, 'of-product', productId],
    queryFn: async ({ signal }): Promise<ProductOnEbay> => {
      const query = { product_id: productId, status: 'all' as const, limit: SHOWN }
      const page = await api(listingsContract.list, { query, signal })
      const { items: listings } = page
      const histories = await Promise.all(
        listings.map(async ({ id }) => {
          const history = await api(listingsContract.history, { params: { id }, signal })
          const sales = history.sales.map((sale) => ({ ...sale, listing_id: id }))
          return { sales, unreadable: history.unreadable ?? [] }
        }),
      )
      const sales = histories.flatMap((history) => history.sales)
      return {
        listings,
        sales: sales.toSorted((a, b) => (a.sold_at < b.sold_at ? 1 : -1)),
        unreadable: [...(page.unreadable ?? []), ...histories.flatMap(({ unreadable }) => unreadable)],
      }
    },
  })
