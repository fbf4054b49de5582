import { z } from 'zod'

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

export const KeepaProductAnswer = KeepaEnvelope.extend({ products: z.array(KeepaProduct.nullable()).nullish() })
export type KeepaProductAnswer = z.infer<typeof KeepaProductAnswer>
