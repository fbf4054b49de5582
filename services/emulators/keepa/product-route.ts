import type { CatalogProduct } from './catalog/catalog-product.ts'
import { OFFERS_PER_PAGE, offerCount } from './catalog/offers.ts'
import type { KeepaAnswer, KeepaRequest } from './keepa-emulator.ts'
import { readDomain, readFlag, readInteger, readList, readStatsWindow } from './parameters.ts'
import { productObject, updatedAtMs } from './product-object.ts'
import { invalidParameter, rejected } from './respond.ts'

const MAX_ASINS = 100
const MAX_ASINS_WITH_OFFERS = 20
const TOKENS_PER_OFFER_PAGE = 6
/** Data that is older is read again when somebody asks, for one token more. */
const FRESH_HOURS = 1

/** `GET /product`: by ASIN or by code, never both. Unknown parameters are ignored, as Keepa does. */
export function answerProduct({ query, catalog, nowMs, state }: KeepaRequest): KeepaAnswer {
  const domain = readDomain(query)
  const asins = readList(query, 'asin')
  const codes = readList(query, 'code')
  if (asins && codes) throw rejected('asin and code can not be combined')
  const offers = readInteger(query, 'offers', { min: 20, max: 100 })
  if ((asins ?? codes ?? []).length === 0) throw rejected('asin or code parameter missing')
  const most = offers === undefined ? MAX_ASINS : MAX_ASINS_WITH_OFFERS
  if ((asins ?? codes ?? []).length > most) throw rejected(`at most ${most} products per request`)
  const malformed = asins?.find((asin) => !/^[A-Za-z0-9]{10}$/.test(asin))
  if (malformed !== undefined) throw invalidParameter('asin', malformed)
  const badCode = codes?.find((code) => !/^(\d{12}|\d{13}|\d{14})$/.test(code))
  if (badCode !== undefined) throw invalidParameter('code', badCode)
  const codeLimit = readInteger(query, 'code-limit', { min: 1, max: 100 })
  const update = readInteger(query, 'update', { min: -1, max: 1_000_000 })
  const buyBox = readFlag(query, 'buybox')
  const rating = readFlag(query, 'rating')
  const stock = readFlag(query, 'stock')
  if (stock && offers === undefined) throw rejected('stock requires the offers parameter')
  const days = readInteger(query, 'days', { min: 1, max: 100_000 })
  const historicalVariations = readFlag(query, 'historical-variations')
  readFlag(query, 'only-live-offers')
  const videos = readFlag(query, 'videos')
  readFlag(query, 'aplus')
  readFlag(query, 'rental')
  const scope = {
    history: readInteger(query, 'history', { min: 0, max: 1 }) !== 0,
    days,
    stats: readStatsWindow(query, nowMs),
    offers,
    buyBox,
    rating,
    videos,
  }

  const found = asins
    ? asins.map((asked) => {
        const asin = state.swaps[asked] ?? asked
        return { asin, product: catalog.get(domain, asin) }
      })
    : (codes ?? []).flatMap((code) =>
        catalog
          .byCode(domain, code)
          .slice(0, codeLimit)
          .map((product) => ({ asin: product.asin, product })),
      )
  const perProduct = 1 + (buyBox ? 2 : 0) + (rating ? 1 : 0) + (update === 0 ? 1 : 0) + (historicalVariations ? 1 : 0)
  const isStale = (asin: string, product: CatalogProduct | undefined) => {
    if (!product || product.product_type === 4 || update === -1 || update === 0) return false
    const oldestMs = (update ?? FRESH_HOURS) * 3_600_000
    return nowMs - updatedAtMs(product, nowMs, state.refreshed_at[`${domain}/${asin}`]) > oldestMs
  }
  const stale = found.filter(({ asin, product }) => isStale(asin, product))
  for (const { asin } of stale) state.refreshed_at[`${domain}/${asin}`] = nowMs
  const cost = found.reduce((total, { product }) => {
    if (offers === undefined || !product) return total + perProduct
    const pages = Math.max(1, Math.ceil(Math.min(offers, offerCount(product)) / OFFERS_PER_PAGE))
    return total + perProduct - 1 + pages * TOKENS_PER_OFFER_PAGE + (stock ? 2 : 0)
  }, 0)
  return {
    // An unknown code costs as much as a known one.
    tokensConsumed: Math.max(cost, codes ? codes.length : 0) + stale.length,
    fields: {
      products: found.map(({ asin, product }) =>
        productObject(asin, product, {
          catalog,
          domain,
          nowMs,
          scope,
          refreshedAtMs: state.refreshed_at[`${domain}/${asin}`],
        }),
      ),
    },
  }
}
