import { z } from 'zod'
import type { Catalog } from '../keepa/catalog/catalog.ts'
import type { CatalogProduct } from '../keepa/catalog/catalog-product.ts'
import type { DomainId } from '../keepa/domains.ts'
import { itemObject } from './item-object.ts'
import { invalid, notFound } from './refusals.ts'
import { ITEM_RESOURCES, SEARCH_RESOURCES, VARIATION_RESOURCES } from './resources.ts'
import type { CreatorsState } from './state.ts'

export type Call = { state: CreatorsState; host: string; catalogId: DomainId | null; catalog: Catalog; origin: string }

const MAX_ITEMS = 10
const PAGE_SIZE = 10
const Asin = z.string().regex(/^([0-9]{9}[0-9X]|[A-Z][A-Z0-9]{9})$/)
const words = z.string().max(1000).regex(/\S/)
const common = {
  partnerTag: z.string().min(1).max(64).regex(/\S/),
  condition: z.enum(['Any', 'New']).optional(),
  currencyOfPreference: z.string().max(100).optional(),
  languagesOfPreference: z.array(z.string()).max(1).optional(),
  properties: z.record(z.string(), z.string()).optional(),
}
const resources = (known: ReadonlySet<string>) =>
  z
    .array(z.string().refine((name) => known.has(name), 'is not a resource of this operation'))
    .max(100)
    .default(['itemInfo.title'])

export const GetItems = z.strictObject({
  ...common,
  itemIds: z.array(Asin).min(1).max(MAX_ITEMS),
  resources: resources(ITEM_RESOURCES),
})

/** The items that are shown, and an error for each of the others; 404 when none is. */
export function getItems(call: Call, body: z.infer<typeof GetItems>) {
  const found = [...new Set(body.itemIds)].map((asked) => ({
    asked,
    product: productOf(call, call.state.swaps[asked] ?? asked),
  }))
  const shown = found.filter(({ product }) => product && isShown(call.state, product))
  if (shown.length === 0) throw notFound('No items found.', 'Item')
  const errors = found
    .filter((one) => !shown.includes(one))
    .map(({ asked, product }) =>
      product && product.product_type !== 4
        ? { code: 'ItemNotAccessible', message: `The ItemId ${asked} is not accessible through the Creators API.` }
        : { code: 'InvalidParameterValue', message: `The ItemId ${asked} provided in the request is invalid.` },
    )
  return {
    itemsResult: { items: shown.flatMap(({ product }) => (product ? item(call, product, body.resources) : [])) },
    ...(errors.length > 0 && { errors }),
  }
}

export const SearchItems = z
  .strictObject({
    ...common,
    keywords: words.optional(),
    brand: words.optional(),
    title: words.optional(),
    browseNodeId: z
      .string()
      .max(19)
      .regex(/^[1-9]\d*$/)
      .optional(),
    searchIndex: words.optional(),
    sortBy: z.enum(['AvgCustomerReviews', 'Featured', 'NewestArrivals', 'Relevance']).optional(),
    itemCount: z.int().min(1).max(PAGE_SIZE).default(PAGE_SIZE),
    itemPage: z.int().min(1).max(10).default(1),
    resources: resources(SEARCH_RESOURCES),
  })
  .refine(
    ({ keywords, brand, title, browseNodeId, searchIndex }) =>
      keywords ?? brand ?? title ?? browseNodeId ?? searchIndex,
    { message: 'at least one of keywords, brand, title, browseNodeId and searchIndex is needed', path: ['keywords'] },
  )

/** The best sellers first. */
export function searchItems(call: Call, body: z.infer<typeof SearchItems>) {
  const includes = (text: string | null, wanted: string | undefined) =>
    wanted === undefined ||
    wanted
      .toLowerCase()
      .split(/\s+/)
      .every((word) => (text ?? '').toLowerCase().includes(word))
  const found = (call.catalogId === null ? [] : call.catalog.all(call.catalogId))
    .filter((product) => isShown(call.state, product))
    .filter((product) => {
      const { title, brand, asin, ean_list, upc_list } = product
      const all = [title, brand, asin, ...ean_list, ...upc_list].join(' ')
      const category = body.browseNodeId === undefined || pathOf(call, product).includes(body.browseNodeId)
      return includes(all, body.keywords) && includes(brand, body.brand) && includes(title, body.title) && category
    })
    .toSorted((left, right) => left.sales_rank - right.sales_rank)
  const page = found.slice((body.itemPage - 1) * body.itemCount, body.itemPage * body.itemCount)
  if (page.length === 0) return { errors: [{ code: 'NoResults', message: 'No results found for your request.' }] }
  return {
    searchResult: {
      items: page.map((product) => item(call, product, body.resources)),
      totalResultCount: found.length,
      searchURL: `https://${call.host}/s`,
    },
  }
}

export const GetVariations = z.strictObject({
  ...common,
  asin: Asin,
  variationCount: z.int().min(1).max(PAGE_SIZE).default(PAGE_SIZE),
  variationPage: z.int().min(1).default(1),
  resources: resources(VARIATION_RESOURCES),
})

/** The variations of a parent, or of the parent of a variation. */
export function getVariations(call: Call, body: z.infer<typeof GetVariations>) {
  const product = productOf(call, body.asin)
  const parent = product?.parent_asin ?? body.asin
  const children = call.catalogId === null ? [] : call.catalog.variationsOf(call.catalogId, parent)
  const page = children.slice((body.variationPage - 1) * body.variationCount, body.variationPage * body.variationCount)
  if (page.length === 0) throw notFound('No variations found.', 'Variation')
  return {
    variationsResult: {
      items: page.map((child) => item(call, child, body.resources)),
      variationSummary: {
        pageCount: Math.ceil(children.length / body.variationCount),
        variationCount: children.length,
      },
    },
  }
}

export const ListReports = z.strictObject({ partnerTag: common.partnerTag })
export const GetReport = z.strictObject({ partnerTag: common.partnerTag, filename: words })

/** A body of that shape. Throws 400 with every wrong field. */
export function readBody<T>(schema: z.ZodType<T>, text: string): T {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalid('CannotParse', 'The request body is not valid JSON.')
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map(({ path, message }) => ({ name: path.join('.'), message }))
  throw invalid('FieldValidationFailed', 'One or more fields are not valid.', fields)
}

const productOf = ({ catalogId, catalog }: Call, asin: string): CatalogProduct | undefined =>
  catalogId === null ? undefined : catalog.get(catalogId, asin)

// A parent is not sold, so it is no item; its variations are.
const isShown = (state: CreatorsState, { asin, product_type }: CatalogProduct) =>
  product_type !== 4 && product_type !== 5 && !state.inaccessible.includes(asin)

function item(call: Call, product: CatalogProduct, wanted: readonly string[]) {
  const { state, host, catalogId, origin } = call
  const context = { state, host, catalog: catalogId ?? 1, resources: new Set(wanted), imageBase: `${origin}/images/I` }
  return itemObject(product, context)
}

function pathOf(call: Call, product: CatalogProduct): string[] {
  const context = { ...call, catalog: call.catalogId ?? 1, imageBase: '' }
  const asked = new Set(['browseNodeInfo.browseNodes', 'browseNodeInfo.browseNodes.ancestor'])
  return [...JSON.stringify(itemObject(product, { ...context, resources: asked })).matchAll(/"id":"(\d+)"/g)].map(
    ([, id]) => String(id),
  )
}
