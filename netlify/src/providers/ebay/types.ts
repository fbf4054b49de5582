import { z } from 'zod'

/** What eBay answers, as far as it is read. Fields eBay may leave out are optional; a text that is a number stays a text. */

export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1).nullish(),
  refresh_token_expires_in: z.number().positive().nullish(),
})
export type TokenAnswer = z.infer<typeof TokenAnswer>

export const TokenRefusal = z.object({ error: z.string() })

/** The two further objects of this answer hold personal data and are not read. */
export const UserAnswer = z.object({
  userId: z.string().min(1),
  username: z.string().min(1),
  accountType: z.string().nullish(),
  registrationMarketplaceId: z.string().nullish(),
})

export const RestError = z.object({
  errorId: z.number().int(),
  domain: z.string().nullish(),
  category: z.string().nullish(),
  message: z.string().nullish(),
  longMessage: z.string().nullish(),
})
export type RestError = z.infer<typeof RestError>

export const RestRefusal = z.object({ errors: z.array(RestError).min(1) })

const RestAmount = z.object({ value: z.string(), currency: z.string() })

export const InventoryItem = z.object({
  sku: z.string(),
  product: z.object({ title: z.string().nullish(), imageUrls: z.array(z.string()).nullish() }).nullish(),
  availability: z
    .object({ shipToLocationAvailability: z.object({ quantity: z.number().int().nullish() }).nullish() })
    .nullish(),
})
export type InventoryItem = z.infer<typeof InventoryItem>

export const InventoryItemsAnswer = z.object({
  total: z.number().int().min(0),
  inventoryItems: z.array(InventoryItem).nullish(),
})

export const Offer = z.object({
  offerId: z.string(),
  sku: z.string(),
  marketplaceId: z.string(),
  format: z.string().nullish(),
  availableQuantity: z.number().int().nullish(),
  pricingSummary: z.object({ price: RestAmount.nullish() }).nullish(),
  listing: z
    .object({
      listingId: z.string().nullish(),
      listingStatus: z.string().nullish(),
      soldQuantity: z.number().int().nullish(),
    })
    .nullish(),
  status: z.string().nullish(),
})
export type Offer = z.infer<typeof Offer>

export const OffersAnswer = z.object({ total: z.number().int().nullish(), offers: z.array(Offer).nullish() })

export const BulkPriceAnswer = z.object({
  responses: z.array(
    z.object({
      offerId: z.string().nullish(),
      sku: z.string().nullish(),
      statusCode: z.number().int(),
      errors: z.array(RestError).nullish(),
      warnings: z.array(RestError).nullish(),
    }),
  ),
})

export const RateLimitsAnswer = z.object({
  rateLimits: z
    .array(
      z.object({
        apiContext: z.string().nullish(),
        apiName: z.string(),
        resources: z.array(
          z.object({
            name: z.string(),
            rates: z
              .array(
                z.object({
                  limit: z.number().int(),
                  remaining: z.number().int(),
                  reset: z.string().nullish(),
                  timeWindow: z.number().int().nullish(),
                }),
              )
              .nullish(),
          }),
        ),
      }),
    )
    .nullish(),
})

export const PublicKeyAnswer = z.object({ key: z.string().min(1), algorithm: z.string(), digest: z.string() })

const TradingAmount = z.union([
  z.object({ '#text': z.string(), '@currencyID': z.string() }).transform((amount) => ({
    text: amount['#text'],
    currency: amount['@currencyID'],
  })),
  // An element without an attribute, or without a text: an amount without a currency is none.
  z.unknown().transform(() => null),
])

export const TradingError = z.object({
  ErrorCode: z.string(),
  ShortMessage: z.string().nullish(),
  LongMessage: z.string().nullish(),
  SeverityCode: z.string().nullish(),
  ErrorClassification: z.string().nullish(),
  ErrorParameters: z.array(z.object({ Value: z.array(z.string()).nullish() })).nullish(),
})
export type TradingError = z.infer<typeof TradingError>

export const TradingEnvelope = z.object({
  Ack: z.enum(['Success', 'Warning', 'PartialFailure', 'Failure']),
  Errors: z.array(TradingError).nullish(),
})
export type TradingEnvelope = z.infer<typeof TradingEnvelope>

export const TradingItem = z.object({
  ItemID: z.string().nullish(),
  Title: z.string().nullish(),
  SKU: z.string().nullish(),
  BuyItNowPrice: TradingAmount.nullish(),
  StartPrice: TradingAmount.nullish(),
  Quantity: z.string().nullish(),
  QuantityAvailable: z.string().nullish(),
  SellingStatus: z
    .object({
      CurrentPrice: TradingAmount.nullish(),
      QuantitySold: z.string().nullish(),
      ListingStatus: z.string().nullish(),
      PromotionalSaleDetails: z
        .object({
          OriginalPrice: TradingAmount.nullish(),
          StartTime: z.string().nullish(),
          EndTime: z.string().nullish(),
        })
        .nullish()
        .catch(null),
    })
    .nullish(),
  ListingDetails: z.object({ StartTime: z.string().nullish(), ViewItemURL: z.string().nullish() }).nullish(),
  ListingType: z.string().nullish(),
  PictureDetails: z.object({ GalleryURL: z.string().nullish(), PictureURL: z.array(z.string()).nullish() }).nullish(),
  WatchCount: z.string().nullish(),
  Variations: z.object({ Variation: z.array(z.unknown()).nullish() }).nullish(),
})
export type TradingItem = z.infer<typeof TradingItem>

export const ActiveListAnswer = TradingEnvelope.extend({
  ActiveList: z
    .object({
      // Each item is read for itself, so that one of another shape is one row's error.
      ItemArray: z.object({ Item: z.array(z.unknown()).nullish() }).nullish(),
      PaginationResult: z.object({
        TotalNumberOfEntries: z.string().regex(/^\d+$/),
        TotalNumberOfPages: z.string().regex(/^\d+$/),
      }),
    })
    .nullish(),
})

export const GetItemAnswer = TradingEnvelope.extend({ Item: z.array(z.unknown()).nullish() })

export const RevisionAnswer = TradingEnvelope.extend({
  InventoryStatus: z.array(z.object({ ItemID: z.string() })).nullish(),
})
