import type { CatalogProductInput } from './catalog-product.ts'

const COLORS = ['Black', 'White', 'Navy', 'Sand', 'Teal', 'Rust', 'Olive', 'Plum', 'Sky', 'Mint']
const SIZES = 40
const SODA_EAN = '4056789012344'

/**
 * Products with the traps that matching meets: packs with one code, a parent with more variations than Keepa lists, hidden
 * prices, offers of others only, and a page with more videos than Keepa knows. ASINs are `asinOf(family, value)`.
 */
export function specialProducts(asinOf: (family: string, value?: string) => string): CatalogProductInput[] {
  return [...packs(asinOf), ...shirts(asinOf), ...offers(asinOf), ...pageWithVideos(asinOf)]
}

type AsinOf = Parameters<typeof specialProducts>[0]

function packs(asinOf: AsinOf): CatalogProductInput[] {
  const soda = { brand: 'Fizzwell', category: 'kitchen' as const, ean_list: [SODA_EAN], sales_rank: 91_000 }
  return [
    {
      ...soda,
      asin: asinOf('soda', 'single'),
      title: 'Fizzwell Ginger Soda, 330 ml',
      price_cents: 199,
      number_of_items: 1,
      unit_count: { value: 330, type: 'Milliliter' },
    },
    {
      ...soda,
      asin: asinOf('soda', 'six-pack'),
      title: 'Fizzwell Ginger Soda, 330 ml (Pack of 6)',
      price_cents: 1099,
      number_of_items: 6,
      package_quantity: 6,
      unit_count: { value: 1980, type: 'Milliliter', each: 330 },
      sales_rank: 92_000,
    },
  ]
}

function shirts(asinOf: AsinOf): CatalogProductInput[] {
  const shirt = { brand: 'Plainly', title: 'Plainly Cotton T-Shirt', category: 'fitness' } as const
  const parent = asinOf('shirt', 'parent')
  const children = COLORS.flatMap((color) =>
    Array.from({ length: SIZES }, (_, index) => ({ color, size: `Size ${index + 1}` })),
  ).map(({ color, size }, index) => ({
    ...shirt,
    asin: asinOf('shirt', `${color} ${size}`),
    parent_asin: parent,
    title: `${shirt.title}, ${color}, ${size}`,
    attributes: [
      { dimension: 'Color', value: color },
      { dimension: 'Size', value: size },
    ],
    image_count: 1,
    sales_rank: 95_000 + index,
    picture: { shape: 'shirt', color },
  }))
  return [{ ...shirt, asin: parent, product_type: 5, price_cents: null, image_count: 1 }, ...children]
}

function offers(asinOf: AsinOf): CatalogProductInput[] {
  return [
    {
      asin: asinOf('mixer'),
      title: 'Halvorsen Stand Mixer 5 qt',
      brand: 'Halvorsen',
      category: 'kitchen',
      price_cents: null,
      is_map: true,
      new_offers: 0,
      amazon_offer: false,
      sales_rank: 93_000,
    },
    {
      asin: asinOf('grinder'),
      title: 'Halvorsen Burr Coffee Grinder',
      brand: 'Halvorsen',
      category: 'kitchen',
      price_cents: null,
      new_offers: 7,
      amazon_offer: false,
      sales_rank: 94_000,
    },
  ]
}

function pageWithVideos(asinOf: AsinOf): CatalogProductInput[] {
  const people = Array.from({ length: 12 }, (_, index) => ({
    title: `Honest Blender Review ${index + 1}`,
    name: `Creator ${index + 1}`,
    creator: 'Influencer' as const,
    duration: 40 + index,
  }))
  return [
    {
      asin: asinOf('blender'),
      title: 'Halvorsen Countertop Blender 64 oz',
      brand: 'Halvorsen',
      category: 'kitchen',
      price_cents: 8999,
      sales_rank: 96_000,
      videos: [
        { title: 'Halvorsen Blender', name: 'Halvorsen', creator: 'Main', duration: 30 },
        { title: 'How to Clean It', name: 'Halvorsen', creator: 'Brand', duration: 45 },
        ...people,
      ],
    },
  ]
}
