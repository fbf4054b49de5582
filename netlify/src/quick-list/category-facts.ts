import type { CategoryAspect } from '#core/quick-list/aspects.ts'
import { conditionOf, type ItemCondition } from '#core/quick-list/conditions.ts'
import { AppError } from '../errors.ts'
import type { EbaySeller } from '../providers/ebay/index.ts'
import { ProviderError } from '../providers/errors.ts'
import { QUICK_LIST_MARKETPLACE } from './marketplace.ts'

export type CategoryFacts = {
  aspects: CategoryAspect[]
  /** With eBay's name for each condition in this category. */
  conditions: { condition: ItemCondition; name: string }[]
}

/** What a category requires and allows. Throws `invalid_input` for a category without listings, and `ProviderError`. */
export async function getCategoryFacts(seller: EbaySeller, categoryId: string): Promise<CategoryFacts> {
  const { marketplace_id, tree_id } = QUICK_LIST_MARKETPLACE
  const [aspects, conditions] = await Promise.all([
    seller.getCategoryAspects(tree_id, categoryId).catch(refuseCategory),
    seller.getCategoryConditions(marketplace_id, categoryId),
  ])
  return {
    aspects,
    conditions: conditions.flatMap(({ id, name }) => {
      const condition = conditionOf(id)
      return condition ? [{ condition, name }] : []
    }),
  }
}

function refuseCategory(error: unknown): never {
  const isForeign = error instanceof ProviderError && (error.outcome === 'gone' || error.outcome === 'rejected')
  if (!isForeign) throw error
  const message = 'eBay lists nothing in this category. Choose one at the end of a branch.'
  throw new AppError('invalid_input', message, { issues: [{ path: 'category_id', message }] })
}
