import { z } from 'zod'

/** A value that we can do without: another shape than the documented one must not cost the whole product. */
const soft = <T extends z.ZodType>(schema: T) => schema.nullish().catch(null)

const Variation = z.object({
  asin: z.string(),
  attributes: soft(z.array(z.object({ dimension: z.string(), value: z.string() }))),
})

const Video = z.object({
  title: soft(z.string()),
  name: soft(z.string()),
  creator: soft(z.string()),
  /** Seconds. */
  duration: soft(z.number()),
  url: soft(z.string()),
})

/**
 * The part of Keepa's answers that we read. A dead product has null or no value for most fields, and Keepa adds fields
 * without notice, so only fields that we cannot do without are required.
 */
export const KeepaProduct = z.object({
  asin: z.string(),
  /** 0 standard, 1 download, 2 e-book, 3 hidden price, 4 invalid, 5 parent of variations. */
  productType: z.number().int(),
  title: z.string().nullish(),
  brand: z.string().nullish(),
  manufacturer: z.string().nullish(),
  categoryTree: z.array(z.object({ catId: z.number(), name: z.string() })).nullish(),
  images: z.array(z.object({ l: z.string().nullish(), m: z.string().nullish() })).nullish(),
  model: z.string().nullish(),
  partNumber: z.string().nullish(),
  color: z.string().nullish(),
  size: z.string().nullish(),
  materials: z.array(z.string()).nullish(),
  style: z.string().nullish(),
  pattern: z.string().nullish(),
  scent: z.string().nullish(),
  itemForm: z.string().nullish(),
  upcList: z.array(z.string()).nullish(),
  eanList: z.array(z.string()).nullish(),
  features: z.array(z.string()).nullish(),
  description: z.string().nullish(),
  parentAsin: soft(z.string()),
  /** Parents of before: `[minute until which, ASIN, …]`. */
  parentAsinHistory: soft(z.array(z.union([z.string(), z.number()]))),
  rootCategory: soft(z.number()),
  gtinList: soft(z.array(z.string())),
  /** -1 for none. */
  numberOfItems: soft(z.number()),
  /** 0 or -1 for none. */
  packageQuantity: soft(z.number()),
  unitCount: soft(
    z.object({ unitValue: soft(z.number()), unitType: soft(z.string()), eachUnitCount: soft(z.number()) }),
  ),
  /** On a parent only, at most 50. */
  variations: soft(z.array(Variation)),
  /** Keepa minutes of its last look; 0 for never. */
  lastUpdate: soft(z.number()),
  /** Amazon's own offer only: -1 none, 0 now, 1 pre-order, 2 unknown, 3 back-order, 4 delayed. */
  availabilityAmazon: soft(z.number()),
  /** There is a price, and the brand hides it. */
  newPriceIsMAP: soft(z.boolean()),
  /** Only with the parameter `stats`. `current` is indexed like `csv`; -1 for none. */
  stats: soft(z.object({ current: soft(z.array(z.number())), buyBoxPrice: soft(z.number()) })),
  /** Only with the parameter `videos`; null when Keepa has not looked. */
  videos: soft(z.array(Video)),
})
export type KeepaProduct = z.infer<typeof KeepaProduct>

const KeepaError = z.object({ type: z.string().nullish() })

/** Part of every answer, refusals included. */
export const KeepaEnvelope = z.object({
  /** May be negative: Keepa serves a request in full while any token is left. */
  tokensLeft: z.number().default(0),
  /** Milliseconds until tokens are added. */
  refillIn: z.number().min(0).default(60_000),
  /** Tokens per minute. */
  refillRate: z.number().default(0),
  tokensConsumed: z.number().nullish(),
  error: KeepaError.nullish(),
})
export type KeepaEnvelope = z.infer<typeof KeepaEnvelope>

// One unreadable product must not cost the others, whose tokens are spent.
export const KeepaProductAnswer = KeepaEnvelope.extend({
  products: z.array(KeepaProduct.nullable().catch(null)).nullish(),
})
export type KeepaProductAnswer = z.infer<typeof KeepaProductAnswer>

/** `/query`: the ASINs of a selection. */
export const KeepaFinderAnswer = KeepaEnvelope.extend({
  asinList: z.array(z.string()).nullish(),
  totalResults: z.number().nullish(),
})
export type KeepaFinderAnswer = z.infer<typeof KeepaFinderAnswer>
