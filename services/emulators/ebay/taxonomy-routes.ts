import { Hono } from 'hono'
import type { EmulatorBindings, EmulatorContext } from '../frame/create-emulator.ts'
import { marketplaceOf } from './accounts.ts'
import { type Aspect, type Category, CONDITION_NAMES, categories, findCategory, isBranch } from './categories.ts'
import { restGrant } from './oauth/access.ts'
import { scopes } from './oauth/scopes.ts'
import { answering, type RestContext } from './rest-call.ts'
import { type RestProblem, RestRefusal } from './rest-error.ts'
import type { EbayState } from './state.ts'

const TREE_VERSION = '131'
const SUGGESTIONS = 5
const TREE = '/api/commerce/taxonomy/v1/category_tree/:tree'

/** Categories, what they want to know about an item, and the conditions they allow. */
export function taxonomyRoutes({ clock, store }: EmulatorContext<EbayState>): Hono<EmulatorBindings> {
  const app = new Hono<EmulatorBindings>()
  /** Any token will do, an application's own as well. */
  const open = (work: (c: RestContext) => Response) =>
    answering((c) => {
      restGrant(store.state, c.req.header('authorization'), clock.now(), [scopes.base])
      return work(c)
    })

  app.get(
    '/api/commerce/taxonomy/v1/get_default_category_tree_id',
    open((c) => {
      const tree = marketplaceOf(c.req.query('marketplace_id') ?? '')?.tree
      if (tree === undefined) throw refuse(400, 62002, 'Marketplace is missing or invalid.')
      return c.json({ categoryTreeId: tree, categoryTreeVersion: TREE_VERSION })
    }),
  )
  app.get(
    `${TREE}/get_category_suggestions`,
    open((c) => {
      checkTree(c)
      const words = (c.req.query('q') ?? '').toLowerCase().split(/[^\p{L}\p{N}-]+/u)
      if (words.every((word) => word === '')) throw refuse(400, 62005, 'The query is missing.')
      const found = categories
        .map((category) => ({ category, hits: category.words.filter((word) => words.includes(word)).length }))
        .filter(({ hits }) => hits > 0)
        .toSorted((a, b) => b.hits - a.hits)
        .slice(0, SUGGESTIONS)
      if (found.length === 0) return c.body(null, 204)
      return c.json({
        categorySuggestions: found.map(({ category }) => suggestion(category)),
        categoryTreeId: c.req.param('tree'),
        categoryTreeVersion: TREE_VERSION,
      })
    }),
  )
  app.get(
    `${TREE}/get_item_aspects_for_category`,
    open((c) => {
      checkTree(c)
      const id = c.req.query('category_id') ?? ''
      const category = findCategory(id)
      if (!category)
        throw isBranch(id)
          ? refuse(400, 62009, 'The specified category ID must be a leaf category.')
          : refuse(404, 62004, 'The category ID was not found in the category tree.')
      return c.json({ aspects: category.aspects.map(aspectObject) })
    }),
  )
  app.get(
    '/api/sell/metadata/v1/marketplace/:marketplace/get_item_condition_policies',
    open((c) => {
      const tree = marketplaceOf(c.req.param('marketplace') ?? '')?.tree
      if (tree === undefined) throw refuse(404, 50301, 'The specified marketplace does not exist.')
      const found = filtered(c.req.query('filter'))
      if (found.length === 0) return c.body(null, 204)
      return c.json({ itemConditionPolicies: found.map((category) => conditionPolicy(category, tree)) })
    }),
  )
  return app
}

const suggestion = ({ id, name, ancestors }: Category) => ({
  category: { categoryId: id, categoryName: name },
  categoryTreeNodeLevel: ancestors.length + 1,
  categoryTreeNodeAncestors: ancestors.toReversed().map((ancestor, index) => ({
    categoryId: ancestor.id,
    categoryName: ancestor.name,
    categoryTreeNodeLevel: ancestors.length - index,
  })),
})

const aspectObject = ({ name, required, selection_only, many, values }: Aspect) => ({
  localizedAspectName: name,
  aspectConstraint: {
    aspectDataType: 'STRING',
    itemToAspectCardinality: many ? 'MULTI' : 'SINGLE',
    aspectMode: selection_only ? 'SELECTION_ONLY' : 'FREE_TEXT',
    aspectRequired: required,
    aspectUsage: required ? 'RECOMMENDED' : 'OPTIONAL',
    aspectEnabledForVariations: false,
    aspectApplicableTo: ['PRODUCT'],
    ...(!selection_only && { aspectMaxLength: 65 }),
  },
  ...(values.length > 0 && { aspectValues: values.map((localizedValue) => ({ localizedValue })) }),
})

const conditionPolicy = ({ id, conditions }: Category, tree: string) => ({
  categoryTreeId: tree,
  categoryId: id,
  itemConditionRequired: true,
  itemConditions: conditions.map((conditionId) => ({
    conditionId,
    conditionDescription: CONDITION_NAMES[conditionId] ?? '',
  })),
})

/** `categoryIds:{1|2}`; everything without a filter. A branch stands for its leaves. */
function filtered(filter: string | undefined): Category[] {
  if (filter === undefined) return [...categories]
  const ids = /^categoryIds:\{([\d|]+)\}$/.exec(filter)?.[1]?.split('|')
  if (!ids) throw refuse(400, 50306, 'The filter is invalid; it is written categoryIds:{1|2}.')
  return categories.filter(
    ({ id, ancestors }) => ids.includes(id) || ancestors.some((ancestor) => ids.includes(ancestor.id)),
  )
}

function checkTree(c: RestContext): void {
  if (c.req.param('tree') !== '0') throw refuse(404, 62003, 'The category tree was not found; only tree 0 is emulated.')
}

function refuse(status: number, errorId: number, message: string): RestRefusal {
  const problem: RestProblem = { errorId, domain: 'API_TAXONOMY', category: 'REQUEST', message }
  return new RestRefusal(status, problem)
}
