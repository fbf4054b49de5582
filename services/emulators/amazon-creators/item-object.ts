import type { CatalogProduct } from '../keepa/catalog/catalog-product.ts'
import { categoryPath } from '../keepa/catalog/categories.ts'
import { imageName } from '../keepa/catalog/images.ts'
import { type DomainId, PRICE_FACTOR } from '../keepa/domains.ts'
import { SHOPS } from './marketplaces.ts'
import type { CreatorsState } from './state.ts'

type Context = {
  state: CreatorsState
  host: string
  catalog: DomainId
  resources: ReadonlySet<string>
  imageBase: string
}

/** An item as the API answers it: only what the request asked for. */
export function itemObject(product: CatalogProduct, context: Context) {
  const { resources, host } = context
  const text = (displayValue: string | null) => displayValue && { displayValue, label: '', locale: 'en_US' }
  const list = (displayValues: string[]) => (displayValues.length > 0 ? { displayValues, label: '', locale: '' } : null)
  const attribute = (dimension: string) => product.attributes.find((one) => one.dimension === dimension)?.value ?? null
  const has = (name: string) => resources.has(name)
  const info = present({
    title: has('itemInfo.title') && text(plain(product.title)),
    byLineInfo:
      has('itemInfo.byLineInfo') &&
      present({ brand: text(plain(product.brand)), manufacturer: text(plain(product.brand)) }),
    externalIds: has('itemInfo.externalIds') && present({ eans: list(product.ean_list), upcs: list(product.upc_list) }),
    manufactureInfo:
      has('itemInfo.manufactureInfo') &&
      present({ itemPartNumber: text(product.part_number), model: text(product.model) }),
    productInfo:
      has('itemInfo.productInfo') &&
      present({
        color: text(attribute('Color')),
        size: text(attribute('Size')),
        unitCount: product.unit_count && {
          displayValue: product.unit_count.value,
          label: 'UnitCount',
          locale: 'en_US',
        },
      }),
  })
  return present({
    asin: product.asin,
    detailPageURL: `https://${host}/dp/${product.asin}?tag=${context.state.partner_tags[host] ?? ''}`,
    parentASIN: has('parentASIN') && product.parent_asin,
    images: images(product, context),
    itemInfo: info,
    offersV2: offers(product, context),
    browseNodeInfo: browseNodes(product, context),
    variationAttributes:
      product.attributes.length > 0 &&
      product.attributes.map(({ dimension, value }) => ({ name: dimension.toLowerCase(), value })),
  })
}

/** Without what was not asked for and what the item does not have; null when nothing is left. */
function present<T extends object>(fields: T) {
  const kept = Object.entries(fields).filter(([, value]) => value !== null && value !== false && value !== undefined)
  return kept.length > 0 ? Object.fromEntries(kept) : null
}

/** Amazon's own text; the catalog writes it with Keepa's entities. */
const plain = (text: string | null) =>
  text?.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&#8211;', '–').replaceAll('&amp;', '&') ?? null

function images(product: CatalogProduct, { resources, imageBase }: Context) {
  const at = (index: number, place: 'primary' | 'variants') =>
    present(
      Object.fromEntries(
        (
          [
            ['small', 75],
            ['medium', 160],
            ['large', 500],
            ['highRes', 800],
          ] as const
        ).map(([size, px]) => [
          size,
          resources.has(`images.${place}.${size}`) && {
            url: `${imageBase}/${imageName(product, index).replace('.png', `._SL${px}_.png`)}`,
            height: px,
            width: px,
          },
        ]),
      ),
    )
  if (product.image_count === 0) return null
  const variants = Array.from({ length: product.image_count - 1 }, (_, index) => at(index + 1, 'variants'))
  return present({ primary: at(0, 'primary'), variants: variants.length > 0 && variants[0] && variants })
}

function offers(product: CatalogProduct, { state, host, catalog, resources }: Context) {
  const asked = ['availability', 'condition', 'isBuyBoxWinner', 'price'].filter((name) =>
    resources.has(`offersV2.listings.${name}`),
  )
  if (asked.length === 0) return null
  const isMap = product.is_map ?? product.product_type === 3
  const isSold = product.price_cents !== null || isMap || (product.new_offers ?? 0) > 0
  const type = state.availability[product.asin] ?? (isSold ? 'IN_STOCK' : 'OUT_OF_STOCK')
  const currency = SHOPS[host]?.currency ?? 'USD'
  const price = product.price_cents !== null &&
    !isMap && {
      money: {
        amount: amountOf(Math.round(product.price_cents * PRICE_FACTOR[catalog]), currency),
        currency,
        displayAmount: '',
      },
    }
  const listing = present({
    availability: asked.includes('availability') && { type, message: MESSAGES[type] ?? '', minOrderQuantity: 1 },
    condition: asked.includes('condition') && { value: 'New' },
    isBuyBoxWinner: asked.includes('isBuyBoxWinner') && product.price_cents !== null && type !== 'OUT_OF_STOCK',
    price: asked.includes('price') && price,
    violatesMAP: isMap,
  })
  return { listings: [listing] }
}

const MESSAGES: Readonly<Record<string, string>> = { IN_STOCK: 'In Stock', OUT_OF_STOCK: 'Currently unavailable.' }
const amountOf = (cents: number, currency: string) => (currency === 'JPY' ? cents : cents / 100)

function browseNodes(product: CatalogProduct, { catalog, resources }: Context) {
  const [root, leaf] = categoryPath(product.category, catalog)
  const withAncestor = resources.has('browseNodeInfo.browseNodes.ancestor')
  const node = (one: { catId: number; name: string } | undefined) =>
    one && { id: String(one.catId), displayName: one.name, contextFreeName: one.name }
  return present({
    browseNodes: resources.has('browseNodeInfo.browseNodes') && [
      {
        ...node(leaf),
        isRoot: false,
        // The root's own ancestor is the list of all categories, which is no department.
        ...(withAncestor && { ancestor: { ...node(root), ancestor: { id: '1', displayName: 'Categories' } } }),
      },
    ],
    websiteSalesRank: resources.has('browseNodeInfo.websiteSalesRank') && {
      ...node(root),
      salesRank: product.sales_rank,
    },
  })
}
