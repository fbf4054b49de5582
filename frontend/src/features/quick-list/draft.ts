import { type MoneyStyle, readTypedMoney, writeTypedMoney } from '#core/money.ts'
import type { ItemCondition } from '#core/quick-list/conditions.ts'
import { CreateQuickList, type QuickListAspect, type QuickListCheck } from '#core/quick-list/schema.ts'

export type DraftImage = { url: string; preview_url: string; isUsed: boolean }

/** The person's version of the looked-up values; amounts are the typed texts. */
export type Draft = {
  title: string
  images: DraftImage[]
  /** Only typed values: the others keep the looked-up value, which changes with the category. */
  aspects: Readonly<Record<string, string>>
  condition: ItemCondition | null
  price: string
  quantity: string
  floor: string
  strategyId: string | null
}

/** Between several values of one item specific. */
const SEPARATOR = '; '

const amount = (cents: number | undefined, style: MoneyStyle) =>
  cents === undefined ? '' : writeTypedMoney(cents, style)

/** The looked-up values; or the values of an earlier attempt. */
export function beginDraft(check: QuickListCheck, earlier: CreateQuickList | null, locale?: string): Draft {
  const style = { locale, currency: check.currency }
  const found = check.images.map((image) => ({ ...image, isUsed: true }))
  if (!earlier) {
    return {
      title: check.title,
      images: found,
      aspects: {},
      condition: null,
      price: '',
      quantity: '1',
      floor: '',
      strategyId: null,
    }
  }
  const used = earlier.images.map((url) => ({
    url,
    preview_url: found.find((image) => image.url === url)?.preview_url ?? url,
    isUsed: true,
  }))
  const unused = found.filter(({ url }) => !earlier.images.includes(url)).map((image) => ({ ...image, isUsed: false }))
  return {
    title: earlier.title,
    images: [...used, ...unused],
    aspects: Object.fromEntries(
      Object.entries(earlier.aspects).map(([name, values]) => [name, values.join(SEPARATOR)]),
    ),
    condition: earlier.condition,
    price: amount(earlier.price_cents, style),
    quantity: String(earlier.quantity),
    floor: amount(earlier.floor_cents, style),
    strategyId: earlier.strategy_id ?? null,
  }
}

/** An item specific as its field shows it. */
export const aspectText = ({ name, values }: QuickListAspect, { aspects }: Draft): string =>
  aspects[name] ?? values.join(SEPARATOR)

/** The errors by field: `title`, `images`, `aspects.Brand`. */
export type Issues = Readonly<Record<string, string>>

type Read = { input: CreateQuickList; issues: null } | { input: null; issues: Issues }

/** The draft as the API accepts it, or its errors. */
export function readDraft(draft: Draft, check: QuickListCheck, productId: string | null, locale?: string): Read {
  const { title, images, condition, price, quantity, floor, strategyId } = draft
  const issues: Record<string, string> = {}
  const style = { locale, currency: check.currency }
  const { cents: price_cents, problem: priceProblem } = readTypedMoney(price, style)
  if (priceProblem) issues.price_cents = priceProblem
  const { cents: floor_cents, problem: floorProblem } =
    floor.trim() === '' ? { cents: undefined, problem: null } : readTypedMoney(floor, style)
  if (floorProblem) issues.floor_cents = floorProblem
  if (!/^\d+$/.test(quantity.trim())) issues.quantity = 'Enter how many there are.'
  if (condition === null) issues.condition = 'Choose the condition it is in.'
  if (check.category_id === null) issues.category_id = 'Choose a category.'
  const aspects: Record<string, string[]> = {}
  for (const aspect of check.aspects) {
    const values = valuesOf(aspect, aspectText(aspect, draft))
    if (values.length > 0) aspects[aspect.name] = values
    else if (aspect.is_required) issues[`aspects.${aspect.name}`] = `eBay needs ${aspect.name} in this category.`
  }
  const read = CreateQuickList.safeParse({
    asin: check.asin,
    title,
    price_cents,
    quantity: Number(quantity),
    condition,
    category_id: check.category_id,
    aspects,
    images: images.filter(({ isUsed }) => isUsed).map(({ url }) => url),
    ...(floor_cents !== undefined && { floor_cents }),
    ...(strategyId !== null && { strategy_id: strategyId }),
    ...(productId !== null && { product_id: productId }),
  })
  for (const { path, message } of read.error?.issues ?? []) issues[fieldOf(path)] ??= message
  return read.success && Object.keys(issues).length === 0 ? { input: read.data, issues: null } : { input: null, issues }
}

/** An error in a list belongs to the field of the whole list. */
export function fieldOf(path: readonly PropertyKey[]): string {
  const [first, second] = path.map(String)
  return first === 'aspects' && second !== undefined ? `aspects.${second}` : (first ?? '')
}

function valuesOf({ is_many }: QuickListAspect, text: string): string[] {
  const values = is_many ? text.split(';') : [text]
  return values.map((value) => value.trim()).filter((value) => value !== '')
}
