import { z } from 'zod'
import { COMPARABLE_FIELDS, type ComparableField } from './catalog/current-value.ts'
import { KeepaRefusal, rejected } from './respond.ts'

export type Selection = Omit<z.infer<typeof SelectionFields>, 'sort'> & {
  ranges: { field: ComparableField; atLeast: number; atMost: number }[]
  sort: { field: ComparableField; direction: 'asc' | 'desc' }[]
}

const words = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value))
const numbers = z.union([z.int(), z.array(z.int())]).transform((value) => (typeof value === 'number' ? [value] : value))
const comparable = z.enum(COMPARABLE_FIELDS)

const SelectionFields = z.strictObject({
  page: z.int().min(0).default(0),
  perPage: z.int().min(50).max(10_000).default(50),
  sort: z
    .array(z.tuple([z.string(), z.enum(['asc', 'desc'])]))
    .max(3)
    .default([]),
  title: z.string().optional(),
  brand: words.optional(),
  manufacturer: words.optional(),
  color: words.optional(),
  size: words.optional(),
  productType: numbers.optional(),
  rootCategory: numbers.optional(),
  categories_include: numbers.optional(),
  categories_exclude: numbers.optional(),
  hasParentASIN: z.boolean().optional(),
})

/** Filters of Keepa's that this emulator does not have. */
const KNOWN_TO_KEEPA =
  /^((avg(1|7|30|90|180|365)|current|delta(1|7|30|90|Last)|deltaPercent(1|7|30|90)|lastPriceChange|outOfStockPercentage90)_[A-Z_]+_(gte|lte)|(backInStock|isLowest)_[A-Z_]+|[a-z]\w+_(gte|lte)|author|binding|edition|format|genre|isAdultProduct|itemForm|languages|material|model|partNumber|pattern|platform|productGroup|publisher|salesRankReference|scent|sellerIds\w*|singleVariation|studio|style|title_flag|type|buyBox\w+|isSNS|isPrimeExclusive|newPriceIsMAP|hasReviews|historicalParentASIN)$/

/**
 * Reads a selection. Refuses invalid selections (400). A filter that Keepa has and this emulator does not have is 501:
 * ignoring it would answer products that Keepa would leave out.
 */
export function readSelection(text: string): Selection {
  const input = parseObject(text)
  const ranges = new Map<ComparableField, { atLeast: number; atMost: number }>()
  const rest: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(input)) {
    const range = /^(.+)_(gte|lte)$/.exec(name)
    const field = comparable.safeParse(range?.[1])
    if (!range || !field.success) {
      if (!(name in SelectionFields.shape)) throw unknownField(name)
      rest[name] = value
      continue
    }
    if (typeof value !== 'number' || !Number.isInteger(value)) throw rejected(`${name} is not an integer`)
    const bounds = ranges.get(field.data) ?? { atLeast: Number.NEGATIVE_INFINITY, atMost: Number.POSITIVE_INFINITY }
    ranges.set(field.data, range[2] === 'gte' ? { ...bounds, atLeast: value } : { ...bounds, atMost: value })
  }
  const fields = SelectionFields.safeParse(rest)
  if (!fields.success) throw rejected(z.prettifyError(fields.error))
  const sort = fields.data.sort.map(([name, direction]) => {
    const field = comparable.safeParse(name)
    if (!field.success) throw unknownField(name)
    return { field: field.data, direction }
  })
  return { ...fields.data, sort, ranges: [...ranges].map(([field, bounds]) => ({ field, ...bounds })) }
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Gets the same refusal as any other text.
  }
  throw rejected('selection is not a JSON object')
}

function unknownField(name: string): KeepaRefusal {
  if (KNOWN_TO_KEEPA.test(name))
    return new KeepaRefusal(501, 'notEmulated', `The emulator cannot filter or sort by ${name}`)
  return rejected(`unknown selection field: ${name}`)
}
