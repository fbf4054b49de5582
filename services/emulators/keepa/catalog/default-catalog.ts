import { stableNumber, stableText } from '../../frame/stable-number.ts'
import { type DomainId, isDomainId } from '../domains.ts'
import { CatalogProduct, type CatalogProductInput } from './catalog-product.ts'
import type { SectionKey } from './categories.ts'
import { FAMILIES, type Family } from './product-families.ts'
import { specialProducts } from './special-products.ts'

const ASIN_LETTERS = '0123456789BCDFGHJKLMNPQRSTVWXYZ'

/** The marketplaces of a family: groups of domains that share one ASIN. */
const SPREAD: Record<Family['spread'], DomainId[][]> = {
  everywhere: [[1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12]],
  english: [[1, 2, 6]],
  us_only: [[1]],
  own_asin_in_europe: [
    [1, 6, 11],
    [2, 3, 4, 8, 9],
  ],
  own_asin_per_country: [[1, 6], [2], [3], [4], [8], [9], [5]],
}

/**
 * ASIN of a family member: readable in code as `asinOf('mug', 'Blue')`, the second group of marketplaces as
 * `asinOf('mug', 'Blue', 1)`.
 */
export function asinOf(family: string, value = '', group = 0): string {
  return `B0${stableText(ASIN_LETTERS, 8, 'asin', family, value, group)}`
}

/** About five hundred believable products, the same on every start; four hundred are variations of one shirt. */
export function defaultCatalog(): CatalogProduct[] {
  return [...FAMILIES.flatMap((family) => familyProducts(family)), ...specialProducts(asinOf)].map(parse)
}

/** `count` more products for measuring, in families of four colors under one parent. */
export function generatedCatalog(count: number, code: string | null): CatalogProduct[] {
  const colors = ['Black', 'White', 'Sand', 'Teal']
  const sections: SectionKey[] = ['kitchen', 'audio', 'toys', 'fitness', 'pets', 'office']
  const products: CatalogProductInput[] = []
  for (let number = 0; products.length < count; number++) {
    const key = `generated-${number}`
    products.push(
      ...familyProducts({
        key,
        brand: `Brand ${number % 97}`,
        title: `Generated Product ${number}`,
        category: sections[number % sections.length] ?? 'kitchen',
        price_cents: 500 + Math.floor(stableNumber(key) * 20_000),
        spread: number % 3 === 0 ? 'own_asin_in_europe' : 'everywhere',
        variation: { dimension: 'Color', values: colors },
      }),
    )
  }
  return products
    .slice(0, count)
    .map((product) => (code ? { ...product, ean_list: [code] } : product))
    .map(parse)
}

function familyProducts(family: Family): CatalogProductInput[] {
  return SPREAD[family.spread].flatMap((domains, group) => {
    const { key, variation } = family
    if (!variation) return [member(family, domains, group, '')]
    const parentAsin = asinOf(key, 'parent', group)
    const parent: CatalogProductInput = {
      asin: parentAsin,
      domains,
      product_type: 5,
      title: family.title,
      brand: family.brand,
      category: family.category,
      price_cents: null,
      image_count: 1,
      picture: { shape: key, color: '' },
    }
    const children = variation.values.map((value) => ({
      ...member(family, domains, group, value),
      parent_asin: parentAsin,
      title: `${family.title}, ${value}`,
      attributes: [{ dimension: variation.dimension, value }],
    }))
    return [parent, ...children]
  })
}

function member(family: Family, domains: DomainId[], group: number, value: string): CatalogProductInput {
  const { key, title, brand, category, price_cents, product_type = 0, image_count = 3 } = family
  const upc = upcOf(key, value)
  return {
    asin: asinOf(key, value, group),
    domains,
    title,
    brand,
    category,
    ean_list: [`0${upc}`],
    upc_list: [upc],
    features: [`Made by ${brand}`, 'Two years of warranty', 'Ships in recyclable packaging'],
    monthly_sold: stableNumber('sold', key) < 0.4 ? 50 * Math.ceil(stableNumber('sold', key, value) * 60) : null,
    sales_rank: 200 + Math.floor(stableNumber('rank', key, value) * 90_000),
    rating: 36 + Math.floor(stableNumber('rating', key) * 13),
    review_count: Math.floor(stableNumber('reviews', key, value) * 8000),
    price_cents,
    product_type,
    image_count,
    picture: { shape: key, color: value },
  }
}

function upcOf(key: string, value: string): string {
  const digits = `8${stableText('0123456789', 10, 'upc', key, value)}`
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}

/** Fills in what a seeded product leaves out. */
export function parse(input: CatalogProductInput): CatalogProduct {
  const product = CatalogProduct.parse(input)
  return { ...product, domains: product.domains.filter(isDomainId) }
}
