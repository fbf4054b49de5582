import type { CatalogProduct } from './catalog/catalog-product.ts'
import { categoryPath } from './catalog/categories.ts'
import { currentValue } from './catalog/current-value.ts'
import { withoutEntities } from './category-object.ts'
import type { DomainId } from './domains.ts'
import type { KeepaAnswer, KeepaRequest } from './keepa-emulator.ts'
import { readDomain, readFlag } from './parameters.ts'
import { rejected } from './respond.ts'
import { readSelection, type Selection } from './selection.ts'

const BASE_TOKENS = 10
const ASINS_PER_TOKEN = 100

/** `GET|POST /query`: ASINs by a selection. */
export function answerQuery({ query, catalog, nowMs, body }: KeepaRequest): KeepaAnswer {
  const domain = readDomain(query)
  const text = body ?? query.get('selection')
  if (!text) throw rejected('selection parameter missing')
  readFlag(query, 'stats')
  const selection = readSelection(text)
  const found = catalog
    .all(domain)
    .filter((product) => product.product_type !== 4 && matches(product, domain, selection, nowMs))
    .sort((left, right) => compare(left, right, domain, selection, nowMs))
  const { page, perPage } = selection
  const asinList = found.slice(page * perPage, (page + 1) * perPage).map(({ asin }) => asin)
  return {
    tokensConsumed: BASE_TOKENS + Math.ceil(asinList.length / ASINS_PER_TOKEN),
    fields: { asinList, totalResults: found.length },
  }
}

function matches(product: CatalogProduct, domain: DomainId, selection: Selection, nowMs: number): boolean {
  const categoryIds = categoryPath(product.category, domain).map(({ catId }) => catId)
  const title = withoutEntities(product.title ?? '').toLowerCase()
  const isOneOf = (wanted: string[] | undefined, value: string | undefined) => {
    const has = (one: string) => withoutEntities(one).toLowerCase() === withoutEntities(value ?? '').toLowerCase()
    return wanted === undefined || wanted.some(has)
  }
  const attribute = (dimension: string) => product.attributes.find((one) => one.dimension === dimension)?.value
  const { productType, rootCategory, categories_include, categories_exclude, hasParentASIN } = selection
  return (
    (selection.title ?? '')
      .toLowerCase()
      .split(/\s+/)
      .every((word) => title.includes(word)) &&
    isOneOf(selection.brand, product.brand) &&
    isOneOf(selection.manufacturer, product.brand) &&
    isOneOf(selection.color, attribute('Color')) &&
    isOneOf(selection.size, attribute('Size')) &&
    (productType === undefined || productType.includes(product.product_type)) &&
    (rootCategory === undefined || rootCategory.includes(categoryIds[0] ?? 0)) &&
    (categories_include === undefined || categoryIds.some((id) => categories_include.includes(id))) &&
    (categories_exclude === undefined || !categoryIds.some((id) => categories_exclude.includes(id))) &&
    (hasParentASIN === undefined || hasParentASIN === (product.parent_asin !== null)) &&
    selection.ranges.every(({ field, atLeast, atMost }) => {
      const value = currentValue(product, domain, field, nowMs)
      // -1 stands for "none": a filter matches it only by naming it.
      return value >= atLeast && value <= atMost && (value !== -1 || atLeast === -1 || atMost === -1)
    })
  )
}

function compare(
  left: CatalogProduct,
  right: CatalogProduct,
  domain: DomainId,
  { sort }: Selection,
  nowMs: number,
): number {
  for (const { field, direction } of sort) {
    const [one, other] = [currentValue(left, domain, field, nowMs), currentValue(right, domain, field, nowMs)]
    if (one === other) continue
    if (one === -1 || other === -1) return one === -1 ? 1 : -1
    return direction === 'asc' ? one - other : other - one
  }
  return left.asin < right.asin ? -1 : 1
}
