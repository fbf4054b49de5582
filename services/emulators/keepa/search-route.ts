import { categoryNodes } from './catalog/categories.ts'
import { categoryObject, withoutEntities } from './category-object.ts'
import type { KeepaAnswer, KeepaRequest } from './keepa-emulator.ts'
import { readDomain, readFlag, readInteger, readStatsWindow } from './parameters.ts'
import { productObject } from './product-object.ts'
import { invalidParameter, rejected } from './respond.ts'

const PAGE_SIZE = 10
const UNPAGED_SIZE = 40
const TOKENS_PER_PAGE = 10

/** `GET /search`: products or categories by words. */
export function answerSearch({ query, catalog, nowMs }: KeepaRequest): KeepaAnswer {
  const domain = readDomain(query)
  const type = query.get('type')
  const words = (query.get('term') ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) throw rejected('term parameter missing')

  if (type === 'category') {
    const term = words.join(' ')
    if (term.length < 3) throw invalidParameter('term', 'at least 3 characters')
    const nodes = [...categoryNodes(domain).values()].filter(({ name }) => name.toLowerCase().includes(term))
    return {
      tokensConsumed: 1,
      fields: { categories: Object.fromEntries(nodes.map((node) => [node.catId, categoryObject(node, domain)])) },
    }
  }
  if (type !== 'product') throw invalidParameter('type')

  const page = readInteger(query, 'page', { min: 0, max: 9 })
  const rating = readFlag(query, 'rating')
  const matches = catalog.all(domain).filter((product) => {
    if (product.product_type === 4) return false
    const text = withoutEntities(`${product.title ?? ''} ${product.brand} ${product.asin}`).toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const found =
    page === undefined ? matches.slice(0, UNPAGED_SIZE) : matches.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)
  const pages = page === undefined ? Math.max(1, Math.ceil(found.length / PAGE_SIZE)) : 1
  const tokensConsumed = pages * TOKENS_PER_PAGE
  if (readFlag(query, 'asins-only')) return { tokensConsumed, fields: { asinList: found.map(({ asin }) => asin) } }
  const scope = {
    history: readInteger(query, 'history', { min: 0, max: 1 }) !== 0,
    days: undefined,
    stats: readStatsWindow(query, nowMs),
    offers: undefined,
    buyBox: false,
    rating,
    videos: false,
  }
  return {
    tokensConsumed: tokensConsumed + (rating ? found.length : 0),
    fields: {
      products: found.map((product) => productObject(product.asin, product, { catalog, domain, nowMs, scope })),
    },
  }
}
