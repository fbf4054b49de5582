import { queryOptions } from '@tanstack/react-query'
import { queryKeys } from '#app/domains/query-keys.ts'
import { api } from '#app/lib/api.ts'
import { listingsContract } from '#core/listings/contract.ts'
import type { ListedListing, ListingHistory } from '#core/listings/schema.ts'

const SHOWN = 10

export type ProductSale = ListingHistory['sales'][number] & { listing_id: string }
export type ProductOnEbay = { listings: ListedListing[]; sales: ProductSale[] }

/** The product's listings on eBay and its sales, newest first. */
export const ebayOfProduct = (productId: string) =>
  queryOptions({
    queryKey: [...queryKeys.listings, 'of-product', productId],
    queryFn: async ({ signal }): Promise<ProductOnEbay> => {
      const query = { product_id: productId, status: 'all' as const, limit: SHOWN }
      const { items: listings } = await api(listingsContract.list, { query, signal })
      const histories = await Promise.all(
        listings.map(async ({ id }) => {
          const { sales } = await api(listingsContract.history, { params: { id }, signal })
          return sales.map((sale) => ({ ...sale, listing_id: id }))
        }),
      )
      return { listings, sales: histories.flat().toSorted((a, b) => (a.sold_at < b.sold_at ? 1 : -1)) }
    },
  })
