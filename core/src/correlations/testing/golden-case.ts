import type { SourceProduct } from '../../catalog/source-product.ts'
import type { JudgedRelation } from '../evidence.ts'

/** A pair whose relation a person decided, and why it is hard. */
export type GoldenCase = {
  expected: JudgedRelation
  why: string
  parent: SourceProduct
  candidate: SourceProduct
  image_distance: number | null
}

/** What a case says about a product; the rest is not known. */
export type Details = Partial<SourceProduct>

const AT = '2026-11-20T08:00:00Z'

/** A product of the US of which only these details are known. */
export const sourceProduct = (details: Details): SourceProduct => ({
  source: 'keepa',
  marketplace: 'US',
  asin: 'B0PARENT01',
  read_at: AT,
  kind: 'product',
  title: null,
  brand: null,
  manufacturer: null,
  model: null,
  part_number: null,
  color: null,
  size: null,
  category: null,
  root_category_id: null,
  codes: [],
  parent_asin: null,
  past_parents: [],
  variations: [],
  number_of_items: null,
  package_quantity: null,
  unit_count: null,
  image_urls: [],
  sales_rank: null,
  price: null,
  availability: { state: 'unknown', reasons: [], observed_at: null },
  videos: null,
  ...details,
})

/** A barcode with its check digit behind 7, 11 or 12 digits. */
export function withCheckDigit(digits: string): string {
  const sum = [...digits].toReversed().reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 3 : 1), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

type Candidate = [expected: JudgedRelation, why: string, details: Details, image_distance?: number]

let made = 0

/** One product in a video and what a search may find for it. Each candidate begins with nothing known. */
export const casesOf = (parent: Details, candidates: Candidate[]): GoldenCase[] =>
  candidates.map(([expected, why, details, image_distance]) => {
    made += 1
    return {
      expected,
      why,
      parent: sourceProduct(parent),
      candidate: sourceProduct({ asin: `B0CAND${String(made).padStart(4, '0')}`, ...details }),
      image_distance: image_distance ?? null,
    }
  })
