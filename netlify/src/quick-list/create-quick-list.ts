import { checkAspects } from '#core/quick-list/aspects.ts'
import { describeListing } from '#core/quick-list/listing-text.ts'
import type { CreateQuickList, QuickList, QuickListFacts } from '#core/quick-list/schema.ts'
import { ebayConnection, openEbaySession } from '../connections/ebay.ts'
import { openServiceDb } from '../connections/service-db.ts'
import type { UserContext } from '../context.ts'
import { AppError } from '../errors.ts'
import { wakeJobs } from '../jobs/wake-jobs.ts'
import { type CategoryFacts, getCategoryFacts } from './category-facts.ts'
import { QUICK_LIST_MARKETPLACE } from './marketplace.ts'
import { getFacts, imageAddresses } from './product-facts.ts'
import {
  getQuickList,
  type Prepared,
  prepareQuickList,
  type QuickListPlan,
  requestQuickList,
} from './quick-list.repo.ts'

/**
 * Stores the attempt after checking every reason that eBay could have to refuse it, and wakes its job. Two requests at
 * once are one attempt. Throws the first obstacle, and `invalid_input` for values that this category does not accept.
 */
export async function createQuickList(ctx: UserContext, input: CreateQuickList): Promise<QuickList> {
  const prepared = await prepareQuickList(ctx.db, input.asin)
  const session = await openEbaySession(openServiceDb(), prepared.workspace_id)
  const category = await session
    .use((seller) => getCategoryFacts(seller, input.category_id))
    .catch((error: unknown) => {
      throw ebayConnection.problem(error)
    })
  refuseWrong(input, category)
  const facts = await getFacts(ctx, input.asin, prepared)
  const id = await requestQuickList(ctx.db, {
    asin: input.asin,
    input,
    plan: planOf(input, prepared, facts),
    picture_url: previewOf(input, facts),
  })
  wakeJobs(ctx)
  return getQuickList(ctx.db, id)
}

function refuseWrong({ condition, aspects }: CreateQuickList, category: CategoryFacts): void {
  const issues = checkAspects(category.aspects, aspects).map(({ name, message }) => ({
    path: `aspects.${name}`,
    message,
  }))
  if (!category.conditions.some((allowed) => allowed.condition === condition)) {
    issues.push({ path: 'condition', message: 'eBay does not allow this condition in this category.' })
  }
  const [first] = issues
  if (first) throw new AppError('invalid_input', first.message, { issues })
}

function planOf(input: CreateQuickList, { settings }: Prepared, facts: QuickListFacts): QuickListPlan {
  const { title, quantity, condition, aspects, images, category_id, price_cents } = input
  const firstOf = (name: string) => aspects[name]?.[0] ?? null
  return {
    item: {
      condition,
      quantity,
      title,
      aspects,
      image_urls: images,
      brand: firstOf('Brand'),
      // eBay accepts a part number only together with its brand.
      mpn: firstOf('Brand') === null ? null : firstOf('MPN'),
      upc: facts.upc,
      ean: facts.ean,
    },
    offer: {
      marketplace_id: QUICK_LIST_MARKETPLACE.marketplace_id,
      category_id,
      quantity,
      price_cents,
      currency: QUICK_LIST_MARKETPLACE.currency,
      description_html: describeListing({ ...facts, title, note: settings.description_note }),
      fulfillment_policy_id: settings.fulfillment_policy_id,
      payment_policy_id: settings.payment_policy_id,
      return_policy_id: settings.return_policy_id,
      merchant_location_key: settings.merchant_location_key,
    },
  }
}

// The link for our own pages: an emulated catalog serves its images at another address than the one that eBay
// fetches.
function previewOf({ images }: CreateQuickList, { image_names }: QuickListFacts): string | null {
  const known = image_names.map(imageAddresses).find(({ url }) => url === images[0])
  return known?.preview_url ?? images[0] ?? null
}
