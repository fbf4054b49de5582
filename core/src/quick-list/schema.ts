import { z } from 'zod'
import { Asin } from '../asin.ts'
import { Cents, CurrencyCode } from '../money.ts'
import { LINK_PATTERN } from '../text.ts'
import { Instant } from '../time.ts'
import { ItemCondition } from './conditions.ts'
import { ASPECT_LENGTH, TITLE_LENGTH } from './listing-text.ts'

export const QUICK_LIST_LIMITS = {
  images: 12,
  /** eBay's lowest fixed price, and a ceiling that catches a slipped decimal point. */
  min_price_cents: 99,
  max_price_cents: 100_000_00,
  max_quantity: 10_000,
  note_length: 1000,
  aspects: 45,
  values: 30,
} as const

/** eBay's id of an object of the seller's. */
const ChoiceId = z.string().trim().min(1).max(64)

export const QuickListSettings = z.object({
  fulfillment_policy_id: z.string().nullable(),
  payment_policy_id: z.string().nullable(),
  return_policy_id: z.string().nullable(),
  merchant_location_key: z.string().nullable(),
  /** A SKU is this prefix and the ASIN. */
  sku_prefix: z.string(),
  /** At the end of every description; text, no HTML. */
  description_note: z.string().nullable(),
})
export type QuickListSettings = z.infer<typeof QuickListSettings>

/** What every listing needs. */
export const QUICK_LIST_NEEDS = [
  'fulfillment_policy_id',
  'payment_policy_id',
  'return_policy_id',
  'merchant_location_key',
] as const satisfies readonly (keyof QuickListSettings)[]
export type QuickListNeed = (typeof QUICK_LIST_NEEDS)[number]

export const UpdateQuickListSettings = z
  .strictObject({
    fulfillment_policy_id: ChoiceId.nullable(),
    payment_policy_id: ChoiceId.nullable(),
    return_policy_id: ChoiceId.nullable(),
    merchant_location_key: ChoiceId.nullable(),
    sku_prefix: z.string().regex(/^[A-Za-z0-9_]{1,10}$/, 'A prefix has 1 to 10 letters, digits or underscores.'),
    description_note: z
      .string()
      .trim()
      .max(QUICK_LIST_LIMITS.note_length)
      .nullable()
      .transform((note) => note || null),
  })
  .partial()
export type UpdateQuickListSettings = z.infer<typeof UpdateQuickListSettings>

const Choice = z.object({ id: z.string(), name: z.string() })
export type Choice = z.infer<typeof Choice>

/** The seller's policies and locations on eBay to choose from, without disabled locations. */
export const QuickListChoices = z.object({
  fulfillment_policies: z.array(Choice),
  payment_policies: z.array(Choice),
  return_policies: z.array(Choice),
  locations: z.array(Choice),
})
export type QuickListChoices = z.infer<typeof QuickListChoices>

/** The settings with eBay's lists. When eBay could not be reached, `choices` is null and `choices_problem` says why. */
export const QuickListSetup = z.object({
  settings: QuickListSettings,
  is_complete: z.boolean(),
  choices: QuickListChoices.nullable(),
  choices_problem: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** The default of each unset field: the only choice, or the first. Null when there is none. */
  proposal: z.record(z.enum(QUICK_LIST_NEEDS), z.string().nullable()),
})
export type QuickListSetup = z.infer<typeof QuickListSetup>

const Fact = z.string().nullable()

/** Keepa's facts about a product that a listing can be made from; kept for a day. */
export const QuickListFacts = z.object({
  title: Fact,
  brand: Fact,
  manufacturer: Fact,
  model: Fact,
  part_number: Fact,
  color: Fact,
  size: Fact,
  material: Fact,
  style: Fact,
  pattern: Fact,
  scent: Fact,
  item_form: Fact,
  upc: Fact,
  ean: Fact,
  features: z.array(z.string()),
  /** May hold HTML. */
  description: Fact,
  /** File names of the images, the best first. */
  image_names: z.array(z.string()),
})
export type QuickListFacts = z.infer<typeof QuickListFacts>

export const QuickListAspect = z.object({
  name: z.string(),
  is_required: z.boolean(),
  /** Only one of `options` is accepted. */
  is_selection_only: z.boolean(),
  is_many: z.boolean(),
  max_length: z.number().int(),
  options: z.array(z.string()),
  values: z.array(z.string()),
  found_in: z.enum(['product', 'title']).nullable(),
})
export type QuickListAspect = z.infer<typeof QuickListAspect>

const Category = z.object({ id: z.string(), name: z.string(), path: z.array(z.string()) })
export type QuickListCategory = z.infer<typeof Category>

/** One image: the link for eBay, and the link for this page. */
const OfferedImage = z.object({ url: z.url(), preview_url: z.url() })

export const CheckQuickList = z.strictObject({
  asin: Asin,
  /** One of eBay's suggestions, or any other leaf; the first suggestion by default. */
  category_id: z
    .string()
    .regex(/^\d{1,12}$/)
    .optional(),
})
export type CheckQuickList = z.infer<typeof CheckQuickList>

/** Everything that a listing would be made of, and what is missing. Nothing is written on eBay. */
export const QuickListCheck = z.object({
  asin: z.string(),
  sku: z.string(),
  currency: CurrencyCode,
  title: z.string(),
  original_title: z.string().nullable(),
  description_html: z.string(),
  images: z.array(OfferedImage),
  categories: z.array(Category),
  category_id: z.string().nullable(),
  aspects: z.array(QuickListAspect),
  conditions: z.array(z.object({ condition: ItemCondition, name: z.string() })),
  /** The values that this listing needs first. `field` as in `POST /api/quick-list`. */
  missing: z.array(z.object({ field: z.string(), message: z.string() })),
  product: z
    .object({ id: z.uuid(), title: z.string().nullable(), cost_cents: Cents.nullable(), currency: CurrencyCode })
    .nullable(),
})
export type QuickListCheck = z.infer<typeof QuickListCheck>

const HttpsUrl = z
  .url()
  .max(500, 'A link has at most 500 characters.')
  .regex(LINK_PATTERN, 'A link has no spaces.')
  .refine((url) => url.startsWith('https://'), 'eBay only takes images with an https link.')

const AspectName = z.string().min(1).max(ASPECT_LENGTH)
const AspectValue = z.string().trim().min(1).max(ASPECT_LENGTH, `A value has at most ${ASPECT_LENGTH} characters.`)

export const CreateQuickList = z
  .strictObject({
    asin: Asin,
    title: z
      .string()
      .trim()
      .min(1, 'Enter a title.')
      .max(TITLE_LENGTH, `A title has at most ${TITLE_LENGTH} characters.`),
    price_cents: z
      .number()
      .int()
      .min(QUICK_LIST_LIMITS.min_price_cents, 'The lowest price is $0.99.')
      .max(QUICK_LIST_LIMITS.max_price_cents, 'The highest price is $100,000.00.'),
    quantity: z
      .number()
      .int()
      .min(1, 'Enter a quantity of 1 or more.')
      .max(QUICK_LIST_LIMITS.max_quantity, 'The highest quantity is 10,000.'),
    condition: ItemCondition,
    category_id: z.string().regex(/^\d{1,12}$/, 'Choose a category.'),
    aspects: z
      .record(AspectName, z.array(AspectValue).min(1).max(QUICK_LIST_LIMITS.values))
      .refine(
        (aspects) => Object.keys(aspects).length <= QUICK_LIST_LIMITS.aspects,
        'Those are too many item specifics.',
      ),
    images: z
      .array(HttpsUrl)
      .min(1, 'Choose at least one image.')
      .max(QUICK_LIST_LIMITS.images, `eBay takes at most ${QUICK_LIST_LIMITS.images} images.`)
      .refine((urls) => new Set(urls).size === urls.length, 'Use each image only once.'),
    floor_cents: Cents.min(1).optional(),
    /**
     * Needs a floor. Price drops are switched on with it: the first drop is one interval later, if the strategy is
     * live.
     */
    strategy_id: z.uuid().optional(),
    /** By default the product of that ASIN, if there is one. */
    product_id: z.uuid().optional(),
  })
  .superRefine(({ floor_cents, strategy_id, price_cents }, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['floor_cents'], message })
    if (floor_cents !== undefined && floor_cents > price_cents) refuse('The floor is above the price.')
    if (strategy_id !== undefined && floor_cents === undefined) refuse('A strategy needs a floor.')
  })
export type CreateQuickList = z.infer<typeof CreateQuickList>

export const QUICK_LIST_STEPS = ['item', 'offer', 'publish'] as const
export const QuickListStep = z.enum(QUICK_LIST_STEPS)
export type QuickListStep = z.infer<typeof QuickListStep>

/**
 * `doing`: requested from eBay, result unknown; the step is checked on eBay before it is requested again. `removed`:
 * removed again. `left`: still on eBay although the attempt failed; the message says why.
 */
export const QuickListStepState = z.enum(['waiting', 'doing', 'done', 'failed', 'removed', 'left'])
export type QuickListStepState = z.infer<typeof QuickListStepState>

/**
 * One attempt to list a product, with its progress. `undoing`: eBay refused, and what this attempt made is being
 * removed.
 */
export const QuickList = z.object({
  id: z.uuid(),
  asin: z.string(),
  sku: z.string(),
  title: z.string(),
  state: z.enum(['running', 'undoing', 'listed', 'failed']),
  steps: z.array(
    z.object({
      step: QuickListStep,
      state: QuickListStepState,
      at: Instant.nullable(),
      message: z.string().nullable(),
    }),
  ),
  /** The request: a retry sends it again. */
  input: z.record(z.string(), z.unknown()),
  picture_url: z.string().nullable(),
  price_cents: Cents,
  currency: CurrencyCode,
  offer_id: z.string().nullable(),
  ebay_item_id: z.string().nullable(),
  listing_id: z.uuid().nullable(),
  listing_url: z.string().nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  created_by_name: z.string().nullable(),
  created_at: Instant,
  finished_at: Instant.nullable(),
})
export type QuickList = z.infer<typeof QuickList>
