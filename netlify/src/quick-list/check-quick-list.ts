import { findAspect } from '#core/quick-list/aspects.ts'
import { describeListing, fitWords, TITLE_LENGTH } from '#core/quick-list/listing-text.ts'
import {
  type CheckQuickList,
  QUICK_LIST_LIMITS,
  type QuickListAspect,
  type QuickListCategory,
  type QuickListCheck,
  type QuickListFacts,
} from '#core/quick-list/schema.ts'
import { ebayConnection, openEbaySession } from '../connections/ebay.ts'
import { openServiceDb } from '../connections/service-db.ts'
import type { UserContext } from '../context.ts'
import { AppError } from '../errors.ts'
import type { EbaySeller } from '../providers/ebay/index.ts'
import { type CategoryFacts, getCategoryFacts } from './category-facts.ts'
import { QUICK_LIST_MARKETPLACE } from './marketplace.ts'
import { getFacts, imageAddresses } from './product-facts.ts'
import { type Prepared, prepareQuickList } from './quick-list.repo.ts'

/** A category may offer thousands of values; the page shows this many. */
const OPTIONS_SHOWN = 300
/** eBay reads no more characters of a query. */
const QUESTION_LENGTH = 350

/**
 * The defaults of a listing for that ASIN. The cheapest check comes first: our database, then whether the SKU is on
 * sale on eBay, then Keepa, then eBay's categories. Throws the first obstacle.
 */
export async function checkQuickList(ctx: UserContext, { asin, category_id }: CheckQuickList): Promise<QuickListCheck> {
  const prepared = await prepareQuickList(ctx.db, asin)
  const session = await openEbaySession(openServiceDb(), prepared.workspace_id)
  const ask = <T>(work: (seller: EbaySeller) => Promise<T>) =>
    session.use(work).catch((error: unknown) => {
      throw ebayConnection.problem(error)
    })
  await ask((seller) => refuseLiveSku(seller, prepared))
  const facts = await getFacts(ctx, asin, prepared)
  const { tree_id } = QUICK_LIST_MARKETPLACE
  const words = fitWords(facts.title ?? '', QUESTION_LENGTH)
  const categories = words === '' ? [] : await ask((seller) => seller.suggestCategories(tree_id, words))
  const chosen = category_id ?? categories[0]?.id ?? null
  const category = chosen === null ? null : await ask((seller) => getCategoryFacts(seller, chosen))
  return present({ asin, prepared, facts, categories, chosen, category })
}

// A running attempt has this SKU; the request for the listing answers that attempt.
async function refuseLiveSku(seller: EbaySeller, { sku, is_running }: Prepared): Promise<void> {
  if (is_running) return
  const offers = await seller.getOffers(sku)
  if (!offers.some(({ is_published, status }) => is_published && status !== 'ended')) return
  throw new AppError(
    'sku_live',
    `${sku} is already on sale on eBay. Change that listing, or end it first. Nothing was changed.`,
  )
}

type Found = {
  asin: string
  prepared: Prepared
  facts: QuickListFacts
  categories: QuickListCategory[]
  chosen: string | null
  category: CategoryFacts | null
}

function present({ asin, prepared, facts, categories, chosen, category }: Found): QuickListCheck {
  const title = fitWords(facts.title ?? '', TITLE_LENGTH)
  const images = facts.image_names.slice(0, QUICK_LIST_LIMITS.images).map(imageAddresses)
  const aspects = (category?.aspects ?? []).map((aspect) => findAspect(aspect, facts)).toSorted(byNeed)
  const conditions = category?.conditions ?? []
  return {
    asin,
    sku: prepared.sku,
    currency: QUICK_LIST_MARKETPLACE.currency,
    title,
    original_title: facts.title,
    description_html: describeListing({ ...facts, title, note: prepared.settings.description_note }),
    images,
    categories,
    category_id: chosen,
    aspects: aspects.map((aspect) => ({ ...aspect, options: aspect.options.slice(0, OPTIONS_SHOWN) })),
    conditions,
    missing: [
      ...(title === '' ? [{ field: 'title', message: 'No title found. Enter one.' }] : []),
      ...(images.length === 0 ? [{ field: 'images', message: NO_IMAGES }] : []),
      ...(chosen === null ? [{ field: 'category_id', message: 'eBay suggests no category. Enter its number.' }] : []),
      ...aspects
        .filter(isMissing)
        .map(({ name }) => ({ field: `aspects.${name}`, message: `eBay needs ${name} here.` })),
      ...(chosen !== null && conditions.length === 0
        ? [{ field: 'condition', message: 'eBay names no condition for this category. Choose another category.' }]
        : []),
    ],
    product: prepared.product,
  }
}

const NO_IMAGES = 'Keepa has no image of this product. Add an https image link.'

const isMissing = ({ is_required, values }: QuickListAspect) => is_required && values.length === 0

const byNeed = (a: QuickListAspect, b: QuickListAspect) =>
  Number(b.is_required) - Number(a.is_required) || Number(b.values.length > 0) - Number(a.values.length > 0)
