import { z } from 'zod'
import { ListingFormat, ListingStatus } from '../listings/listing-kinds.ts'
import { Cents } from '../money.ts'
import { Instant } from '../time.ts'

/** The columns of a listing that pricing reads. Instants are ISO 8601 with an offset. */
export const PricedListing = z.object({
  id: z.uuid(),
  price_cents: Cents,
  /** Null: eBay has not said. */
  quantity_available: z.number().int().nullable(),
  status: ListingStatus,
  listing_format: ListingFormat,
  has_variations: z.boolean(),
  floor_cents: Cents.nullable(),
  reductions_enabled: z.boolean(),
  reductions_enabled_at: Instant.nullable(),
  last_cut_at: Instant.nullable(),
  parked_code: z.string().nullable(),
  /** eBay does not take changes of this listing until then. */
  held_until: Instant.nullable(),
  /** A sale on eBay runs until then. */
  sale_ends_at: Instant.nullable(),
  open_change_id: z.uuid().nullable(),
})
export type PricedListing = z.infer<typeof PricedListing>
