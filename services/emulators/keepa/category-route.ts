import { categoryNodes } from './catalog/categories.ts'
import { categoryObject } from './category-object.ts'
import type { KeepaAnswer, KeepaRequest } from './keepa-emulator.ts'
import { readDomain, readFlag, readList } from './parameters.ts'
import { invalidParameter, rejected } from './respond.ts'

const MAX_CATEGORIES = 10

/** `GET /category`: up to ten nodes by id; 0 is all roots. */
export function answerCategory({ query }: KeepaRequest): KeepaAnswer {
  const domain = readDomain(query)
  const ids = readList(query, 'category') ?? []
  if (ids.length === 0) throw rejected('category parameter missing')
  if (ids.length > MAX_CATEGORIES) throw rejected(`at most ${MAX_CATEGORIES} categories per request`)
  const malformed = ids.find((id) => !/^\d+$/.test(id))
  if (malformed !== undefined) throw invalidParameter('category', malformed)
  const withParents = readFlag(query, 'parents')
  const nodes = categoryNodes(domain)
  const found = ids.includes('0')
    ? [...nodes.values()].filter(({ parent }) => parent === 0)
    : ids.map((id) => nodes.get(Number(id))).filter((node) => node !== undefined)
  const parents = found.map(({ parent }) => nodes.get(parent)).filter((node) => node !== undefined)
  const byId = (list: typeof found) =>
    Object.fromEntries(list.map((node) => [node.catId, categoryObject(node, domain)]))
  return {
    tokensConsumed: ids.length,
    fields: { categories: byId(found), categoryParents: withParents ? byId(parents) : null },
  }
}
