import { z } from 'zod'
import { repeatSafely } from '../http.ts'
import { type EbayAccount, jsonOf, sendRest } from './client.ts'
import { restFailure } from './failures.ts'

/** A leaf of eBay's tree; `path` from the root down, without itself. */
export type EbayCategory = { id: string; name: string; path: string[] }

/** What a category asks about an item. */
export type EbayAspect = {
  name: string
  is_required: boolean
  is_selection_only: boolean
  is_many: boolean
  max_length: number
  options: string[]
}

/** A condition a category allows, by eBay's number and its words in that category. */
export type EbayCondition = { id: string; name: string }

const TREE = '/commerce/taxonomy/v1/category_tree'
/** eBay's own limit where a category names none. */
const LONGEST_VALUE = 65

const Suggestions = z.object({
  categorySuggestions: z
    .array(
      z.object({
        category: z.object({ categoryId: z.string(), categoryName: z.string() }),
        categoryTreeNodeAncestors: z
          .array(z.object({ categoryName: z.string(), categoryTreeNodeLevel: z.number().int().nullish() }))
          .nullish(),
      }),
    )
    .nullish(),
})

const Aspects = z.object({
  aspects: z
    .array(
      z.object({
        localizedAspectName: z.string().min(1),
        aspectConstraint: z
          .object({
            aspectRequired: z.boolean().nullish(),
            aspectMode: z.string().nullish(),
            itemToAspectCardinality: z.string().nullish(),
            aspectMaxLength: z.number().int().nullish(),
          })
          .nullish(),
        aspectValues: z.array(z.object({ localizedValue: z.string() })).nullish(),
      }),
    )
    .nullish(),
})

const Conditions = z.object({
  itemConditionPolicies: z
    .array(
      z.object({
        categoryId: z.string(),
        itemConditions: z
          .array(z.object({ conditionId: z.string(), conditionDescription: z.string().nullish() }))
          .nullish(),
      }),
    )
    .nullish(),
})

/** Categories for words of a title, the likeliest first; none when eBay knows none. Throws `ProviderError`. */
export async function suggestCategories(account: EbayAccount, treeId: string, words: string): Promise<EbayCategory[]> {
  const call = { path: `${TREE}/${treeId}/get_category_suggestions`, query: { q: words } }
  const { categorySuggestions } = await readMaybe(account, call, Suggestions, {})
  return (categorySuggestions ?? []).map(({ category, categoryTreeNodeAncestors }) => ({
    id: category.categoryId,
    name: category.categoryName,
    path: (categoryTreeNodeAncestors ?? [])
      .toSorted((a, b) => (a.categoryTreeNodeLevel ?? 0) - (b.categoryTreeNodeLevel ?? 0))
      .map(({ categoryName }) => categoryName),
  }))
}

/** Throws `ProviderError`: `gone` or `rejected` for what is no leaf of that tree. */
export async function getCategoryAspects(
  account: EbayAccount,
  treeId: string,
  categoryId: string,
): Promise<EbayAspect[]> {
  const query = { category_id: categoryId }
  const call = { path: `${TREE}/${treeId}/get_item_aspects_for_category`, query }
  const { aspects } = await readMaybe(account, call, Aspects, {})
  return (aspects ?? []).map(({ localizedAspectName, aspectConstraint, aspectValues }) => ({
    name: localizedAspectName,
    is_required: aspectConstraint?.aspectRequired ?? false,
    is_selection_only: aspectConstraint?.aspectMode === 'SELECTION_ONLY',
    is_many: aspectConstraint?.itemToAspectCardinality === 'MULTI',
    max_length: aspectConstraint?.aspectMaxLength ?? LONGEST_VALUE,
    options: (aspectValues ?? []).map(({ localizedValue }) => localizedValue),
  }))
}

/** The conditions a category allows; none for a category eBay has no policy for. Throws `ProviderError`. */
export async function getCategoryConditions(
  account: EbayAccount,
  marketplaceId: string,
  categoryId: string,
): Promise<EbayCondition[]> {
  const path = `/sell/metadata/v1/marketplace/${marketplaceId}/get_item_condition_policies`
  const call = { path, query: { filter: `categoryIds:{${categoryId}}` } }
  const { itemConditionPolicies } = await readMaybe(account, call, Conditions, {})
  const policy = itemConditionPolicies?.find((one) => one.categoryId === categoryId)
  return (policy?.itemConditions ?? []).map(({ conditionId, conditionDescription }) => ({
    id: conditionId,
    name: conditionDescription || conditionId,
  }))
}

// These answer 204 where there is nothing.
async function readMaybe<T>(
  account: EbayAccount,
  call: { path: string; query: Record<string, string> },
  schema: z.ZodType<T>,
  nothing: T,
): Promise<T> {
  return repeatSafely(
    async () => {
      const answer = await sendRest(account, call)
      if (answer.status === 204) return nothing
      if (answer.status !== 200) throw restFailure(answer)
      return jsonOf(answer, schema)
    },
    { signal: account.signal },
  )
}
