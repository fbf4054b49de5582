import { z } from 'zod'
import { type DomainId, isDomainId, KEEPA_DOMAINS } from '../domains.ts'
import { SECTIONS, type SectionKey } from './categories.ts'

const Domain = z.int().refine(isDomainId, 'not a Keepa domain')
// safe: SECTIONS has exactly these keys
const sectionKeys = Object.keys(SECTIONS) as [SectionKey, ...SectionKey[]]
// safe: KEEPA_DOMAINS has exactly these keys
const allDomains = Object.keys(KEEPA_DOMAINS).map(Number) as DomainId[]

/** Who uploaded a video, in Keepa's words. */
export const VIDEO_CREATORS = [
  'Main',
  'Customer',
  'Seller',
  'Influencer',
  'Vendor',
  'ThirdParty',
  'Amazon',
  'Merchant',
  'Brand',
] as const

const Video = z.strictObject({
  title: z.string(),
  name: z.string().nullable().default(null),
  creator: z.enum(VIDEO_CREATORS),
  /** Seconds. */
  duration: z.int().min(0).default(60),
})

/** One product as a seed describes it; the API's answers are computed from it. Prices are US cents. */
export const CatalogProduct = z.strictObject({
  asin: z.string().regex(/^[A-Z0-9]{10}$/),
  /** The domains that sell it; on every other domain the ASIN is unknown. */
  domains: z.array(Domain).min(1).default(allDomains),
  parent_asin: z.string().nullable().default(null),
  /** 0 standard, 1 download, 2 e-book, 3 hidden price, 4 dead, 5 parent of variations. */
  product_type: z.int().min(0).max(5).default(0),
  /** null: a parent that Amazon shows no data of. */
  title: z.string().nullable(),
  brand: z.string(),
  category: z.enum(sectionKeys),
  /** null: no seller offers it now. */
  price_cents: z.int().min(1).nullable().default(1999),
  ean_list: z.array(z.string().regex(/^\d{13}$/)).default([]),
  upc_list: z.array(z.string().regex(/^\d{12}$/)).default([]),
  gtin_list: z.array(z.string().regex(/^\d{14}$/)).default([]),
  /** Parents of before, with the days since each stopped being the parent. */
  past_parents: z.array(z.strictObject({ asin: z.string(), days_ago: z.number().min(0) })).default([]),
  model: z.string().nullable().default(null),
  part_number: z.string().nullable().default(null),
  /** -1 and 0 are Keepa's "none". */
  number_of_items: z.int().min(-1).default(-1),
  package_quantity: z.int().min(-1).default(-1),
  unit_count: z
    .strictObject({ value: z.number(), type: z.string(), each: z.number().default(-1) })
    .nullable()
    .default(null),
  attributes: z.array(z.strictObject({ dimension: z.string(), value: z.string() })).default([]),
  features: z.array(z.string()).default([]),
  /** Bought in the past month, as Amazon shows it; null for most. */
  monthly_sold: z.int().min(0).nullable().default(null),
  sales_rank: z.int().min(1).default(5000),
  /** Stars times ten. */
  rating: z.int().min(0).max(50).default(43),
  review_count: z.int().min(0).default(120),
  /** Offers of new ones; by default four with a price and none without. */
  new_offers: z.int().min(0).optional(),
  /** Whether Amazon itself offers it; by default some products, always the same. */
  amazon_offer: z.boolean().optional(),
  /** The brand hides the price; by default for type 3. */
  is_map: z.boolean().optional(),
  /** As on the page: those of the carousel, and those of people, of which Keepa knows ten. null: Keepa has not looked. */
  videos: z.array(Video).nullable().default([]),
  /** More than 60: Keepa looks again when it is asked, and charges one token more. */
  updated_minutes_ago: z.int().min(0).optional(),
  image_count: z.int().min(0).max(9).default(2),
  /** The look of its image: the same words draw the same image. */
  picture: z.strictObject({ shape: z.string(), color: z.string() }).optional(),
})
export type CatalogProduct = Omit<z.infer<typeof CatalogProduct>, 'domains'> & { domains: DomainId[] }
/** A product as written in a seed, defaults left out. */
export type CatalogProductInput = z.input<typeof CatalogProduct>
