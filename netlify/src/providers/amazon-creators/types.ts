import { z } from 'zod'

/** A value that we can do without: another shape than the documented one must not cost the whole item. */
const soft = <T extends z.ZodType>(schema: T) => schema.nullish().catch(null)

const Text = soft(z.object({ displayValue: soft(z.string()) }))
const Texts = soft(z.object({ displayValues: soft(z.array(z.string())) }))
const Size = soft(z.object({ url: soft(z.string()) }))
const Image = z.object({ highRes: Size, large: Size })

/** A category with the path to its root. */
type Ancestor = {
  id?: string | null | undefined
  displayName?: string | null | undefined
  ancestor?: Ancestor | null | undefined
}
const Ancestor: z.ZodType<Ancestor> = z.object({
  id: z.string().nullish(),
  displayName: z.string().nullish(),
  get ancestor() {
    return Ancestor.nullish()
  },
})

const Listing = z.object({
  availability: soft(z.object({ type: soft(z.string()) })),
  isBuyBoxWinner: soft(z.boolean()),
  price: soft(z.object({ money: soft(z.object({ amount: z.number(), currency: z.string() })) })),
  /** The brand hides the price. */
  violatesMAP: soft(z.boolean()),
})

/** The part of an item that we read. */
export const CreatorsItem = z.object({
  asin: z.string(),
  parentASIN: soft(z.string()),
  images: soft(z.object({ primary: soft(Image), variants: soft(z.array(Image)) })),
  itemInfo: soft(
    z.object({
      title: Text,
      byLineInfo: soft(z.object({ brand: Text, manufacturer: Text })),
      externalIds: soft(z.object({ eans: Texts, isbns: Texts, upcs: Texts })),
      manufactureInfo: soft(z.object({ itemPartNumber: Text, model: Text })),
      productInfo: soft(
        z.object({ color: Text, size: Text, unitCount: soft(z.object({ displayValue: soft(z.number()) })) }),
      ),
    }),
  ),
  offersV2: soft(z.object({ listings: soft(z.array(Listing)) })),
  browseNodeInfo: soft(
    z.object({
      browseNodes: soft(z.array(Ancestor)),
      websiteSalesRank: soft(z.object({ salesRank: soft(z.number()) })),
    }),
  ),
  variationAttributes: soft(z.array(z.object({ name: z.string(), value: z.string() }))),
})
export type CreatorsItem = z.infer<typeof CreatorsItem>

// One unreadable item must not cost the others.
const Items = soft(z.array(CreatorsItem.nullable().catch(null)))
/** What an item failed with, beside the items that came. */
const Errors = soft(z.array(z.object({ code: soft(z.string()), message: soft(z.string()) })))

export const ItemsAnswer = z.object({ itemsResult: soft(z.object({ items: Items })), errors: Errors })
export type ItemsAnswer = z.infer<typeof ItemsAnswer>

export const SearchAnswer = z.object({
  searchResult: soft(z.object({ items: Items, totalResultCount: soft(z.number()) })),
  errors: Errors,
})

export const VariationsAnswer = z.object({
  variationsResult: soft(
    z.object({
      items: Items,
      variationSummary: soft(z.object({ pageCount: soft(z.number()), variationCount: soft(z.number()) })),
    }),
  ),
  errors: Errors,
})

export const Report = z.object({
  filename: z.string(),
  md5: z.string().nullish(),
  size: z.number().nullish(),
  lastModified: z.string().nullish(),
})
export type Report = z.infer<typeof Report>
export const ReportsAnswer = z.object({ reports: z.array(Report) })
export const ReportAnswer = z.object({ url: z.string() })

/** A refusal: `reason` says which. */
export const Refusal = z.object({ type: soft(z.string()), reason: soft(z.string()) })

export const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().default(3600) })
export const TokenRefusal = z.object({ error: soft(z.string()) })
