import { z } from 'zod'
import { MarketplaceCode } from '../marketplaces.ts'
import { Link } from '../text.ts'
import { Instant } from '../time.ts'

/** Who says something about an ASIN. Facts of two sources are never mixed in one record. */
export const SourceName = z.enum(['keepa', 'amazon_creators'])
export type SourceName = z.infer<typeof SourceName>

/**
 * What the record stands for: `parent` groups variations and is not sold itself; `inaccessible` exists, but the source
 * may not show it; `invalid` is unknown or deprecated. Keepa's product types 0–2, 5, 3 and 4.
 */
export const ProductKind = z.enum(['product', 'parent', 'inaccessible', 'invalid'])
export type ProductKind = z.infer<typeof ProductKind>

/** Why a product counts as available. `amazon_offer` alone never decides: Amazon may not sell what others sell. */
export const AvailabilityReason = z.enum(['buy_box', 'new_price', 'new_offers', 'price_hidden', 'amazon_offer'])
export type AvailabilityReason = z.infer<typeof AvailabilityReason>

/**
 * `available` with at least one reason other than `amazon_offer`; `unavailable` only when the source says so in words
 * (the Creators API does, Keepa does not, except that a product is `invalid` there); otherwise `unknown`.
 */
export const Availability = z.object({
  state: z.enum(['available', 'unavailable', 'unknown']),
  reasons: z.array(AvailabilityReason),
  /** When the source last looked at the offers; null when it does not say. */
  observed_at: Instant.nullable(),
})
export type Availability = z.infer<typeof Availability>

/** Whose video it is, in Keepa's words. */
export const VideoCreator = z.enum([
  'Main',
  'Customer',
  'Seller',
  'Influencer',
  'Vendor',
  'ThirdParty',
  'Amazon',
  'Merchant',
  'Brand',
  'Unknown',
])
export type VideoCreator = z.infer<typeof VideoCreator>

/** A video on a product's page. Keepa knows the videos of the carousel and up to ten of the community. */
export const PageVideo = z.object({
  title: z.string().nullable(),
  /** The name of the storefront or person, as the page shows it. */
  name: z.string().nullable(),
  creator: VideoCreator,
  /** Whole seconds; null when the source does not say. */
  duration_s: z.number().int().nullable(),
  url: z.string().nullable(),
})
export type PageVideo = z.infer<typeof PageVideo>

/** A count with its unit, such as `{value: 24, type: 'Count', each: null}`. */
export const UnitCount = z.object({
  value: z.number().nullable(),
  type: z.string().nullable(),
  /** Units in each item of a pack. */
  each: z.number().nullable(),
})
export type UnitCount = z.infer<typeof UnitCount>

/** Everything that one source says about one ASIN in one marketplace. */
export const SourceProduct = z.object({
  source: SourceName,
  marketplace: MarketplaceCode,
  asin: z.string(),
  /** When we read it from the source. */
  read_at: Instant,
  kind: ProductKind,
  /** Plain text: entities and markup are gone. */
  title: z.string().nullable(),
  brand: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  part_number: z.string().nullable(),
  color: z.string().nullable(),
  size: z.string().nullable(),
  /** Name of the root category. */
  category: z.string().nullable(),
  /** The source's own number of the root category. */
  root_category_id: z.number().int().nullable(),
  /** EAN, UPC, GTIN and ISBN-13, digits only, as the source writes them. */
  codes: z.array(z.string()),
  parent_asin: z.string().nullable(),
  /** Parents of before, the latest first; `until` is when it stopped being the parent. */
  past_parents: z.array(z.object({ asin: z.string(), until: Instant })),
  /** On a parent only, and at most as many as the source lists (Keepa: 50). */
  variations: z.array(
    z.object({ asin: z.string(), attributes: z.array(z.object({ dimension: z.string(), value: z.string() })) }),
  ),
  /** Null when the source has none. */
  number_of_items: z.number().int().positive().nullable(),
  package_quantity: z.number().int().positive().nullable(),
  unit_count: UnitCount.nullable(),
  image_urls: z.array(Link),
  /** Rank in its main category: 1 sells best. */
  sales_rank: z.number().int().positive().nullable(),
  /** In the smallest unit of the marketplace's currency; null when there is none or it is hidden. */
  price: z.number().int().nullable(),
  availability: Availability,
  /** Null: not asked for, or the source does not know. */
  videos: z.array(PageVideo).nullable(),
  /** When the videos were read; they may be older than the rest. */
  videos_read_at: Instant.nullish(),
})
export type SourceProduct = z.infer<typeof SourceProduct>
