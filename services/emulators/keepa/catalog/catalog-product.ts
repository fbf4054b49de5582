import { z } from 'zod'
import { type DomainId, isDomainId, KEEPA_DOMAINS } from '../domains.ts'
import { SECTIONS, type SectionKey } from './categories.ts'

const Domain = z.int().refine(isDomainId, 'not a Keepa domain')
// safe: SECTIONS has exactly these keys
const sectionKeys = Object.keys(SECTIONS) as [SectionKey, ...SectionKey[]]
// safe: KEEPA_DOMAINS has exactly these keys
const allDomains = Object.keys(KEEPA_DOMAINS).map(Number) as DomainId[]

/** One product as a seed describes it; the API's answers are computed from it. Prices are US cents. */
export const CatalogProduct = z.strictObject({
  asin: z.string().regex(/^[A-Z0-9]{10}$/),
  /** The domains that sell it; on every other domain the ASIN is unknown. */
  domains: z.array(Domain).min(1).default(allDomains),
  parent_asin: z.string().nullable().default(null),
  /** 0 standard, 1 download, 2 e-book, 3 hidden price, 4 dead, 5 parent of variations. */
  product_type: z.int().min(0).max(5).default(0),
  title: z.string(),
  brand: z.string(),
  category: z.enum(sectionKeys),
  /** null: no seller offers it now. */
  price_cents: z.int().min(1).nullable().default(1999),
  ean_list: z.array(z.string().regex(/^\d{13}$/)).default([]),
  upc_list: z.array(z.string().regex(/^\d{12}$/)).default([]),
  attributes: z.array(z.strictObject({ dimension: z.string(), value: z.string() })).default([]),
  features: z.array(z.string()).default([]),
  /** Bought in the past month, as Amazon shows it; null for most. */
  monthly_sold: z.int().min(0).nullable().default(null),
  sales_rank: z.int().min(1).default(5000),
  /** Stars times ten. */
  rating: z.int().min(0).max(50).default(43),
  review_count: z.int().min(0).default(120),
  image_count: z.int().min(0).max(9).default(2),
  /** The look of its image: the same words draw the same image. */
  picture: z.strictObject({ shape: z.string(), color: z.string() }).optional(),
})
export type CatalogProduct = Omit<z.infer<typeof CatalogProduct>, 'domains'> & { domains: DomainId[] }
/** A product as written in a seed, defaults left out. */
export type CatalogProductInput = z.input<typeof CatalogProduct>
