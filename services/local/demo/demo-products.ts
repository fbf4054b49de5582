import type { CorrelationDecision, Relation } from '#core/correlations/schema.ts'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import { asinOf } from '../../emulators/keepa/catalog/default-catalog.ts'

type DemoCorrelation = {
  asin: string
  title: string
  relation: Relation
  marketplaces: MarketplaceCode[]
  /** No correlation waits for a decision. */
  decision?: CorrelationDecision
}

type DemoProduct = {
  /** All ASINs are in the emulated catalog, so their images and prices exist. */
  asin: string
  title: string
  brand: string
  category: string
  source: string
  cost_cents: number
  /** By the name that a new workspace gives it. */
  status: string
  video?: string
  correlations?: readonly DemoCorrelation[]
  /** Marketplaces where the product's own upload is done. */
  completedIn?: readonly MarketplaceCode[]
}

const MUG = 'Lumora Insulated Travel Mug 16 oz'
const SERUM = 'Verdelle Vitamin C Serum'

/** A creator's workspace after a few weeks, the oldest product first. */
export const DEMO_PRODUCTS: readonly DemoProduct[] = [
  {
    asin: asinOf('mug', 'Midnight Blue'),
    title: `${MUG}, Midnight Blue`,
    brand: 'Lumora',
    category: 'Kitchen',
    source: 'Creator Connections',
    cost_cents: 1399,
    status: 'Delivered',
    video: 'lumora-travel-mug.mp4',
    completedIn: ['US'],
    correlations: [
      {
        asin: asinOf('mug', 'Midnight Blue', 1),
        title: `${MUG}, Midnight Blue`,
        relation: 'same',
        marketplaces: ['UK', 'DE'],
        decision: 'accepted',
      },
      {
        asin: asinOf('mug', 'Forest Green'),
        title: `${MUG}, Forest Green`,
        relation: 'variation',
        marketplaces: ['US', 'CA'],
        decision: 'accepted',
      },
      { asin: asinOf('mug', 'Cream'), title: `${MUG}, Cream`, relation: 'variation', marketplaces: ['US'] },
      {
        asin: asinOf('mug', 'Black'),
        title: `${MUG}, Black`,
        relation: 'variation',
        marketplaces: ['US'],
        decision: 'declined',
      },
    ],
  },
  {
    asin: asinOf('serum', '30 ml'),
    title: `${SERUM}, 30 ml`,
    brand: 'Verdelle',
    category: 'Skin care',
    source: 'Brand deal',
    cost_cents: 0,
    status: 'Delivered',
    video: 'verdelle-serum-review.mp4',
    correlations: [
      {
        asin: asinOf('serum', '30 ml', 1),
        title: `${SERUM}, 30 ml`,
        relation: 'same',
        marketplaces: ['UK'],
        decision: 'accepted',
      },
      {
        asin: asinOf('serum', '30 ml', 2),
        title: `${SERUM}, 30 ml`,
        relation: 'same',
        marketplaces: ['DE'],
        decision: 'accepted',
      },
    ],
  },
  {
    asin: asinOf('sheets', 'Queen'),
    title: 'Hollin & Reed Bamboo Sheet Set, 4 Piece, Queen',
    brand: 'Hollin & Reed',
    category: 'Bedding',
    source: 'Trade show',
    cost_cents: 3850,
    status: 'Delivered',
    video: 'bamboo-sheets.mp4',
    correlations: [
      {
        asin: asinOf('sheets', 'King'),
        title: 'Hollin & Reed Bamboo Sheet Set, 4 Piece, King',
        relation: 'variation',
        marketplaces: ['US'],
        decision: 'accepted',
      },
    ],
  },
  ...(
    [
      ['headphones', '', 'Sonavi Studio Over-Ear Headphones', 'Sonavi', 'Electronics', 7450, 'Delivered'],
      ['earbuds', 'Graphite', 'Sonavi Air 3 Wireless Earbuds, Graphite', 'Sonavi', 'Electronics', 2150, 'In Transit'],
      ['lantern', '', 'Northpine Rechargeable Camping Lantern', 'Northpine', 'Outdoors', 1875, 'Shipped'],
      ['skillet', '', 'Ironhearth Cast Iron Skillet 12 Inch', 'Ironhearth', 'Kitchen', 2290, 'Ordered'],
      ['mat', '', 'Kettlefox Yoga Mat 6 mm', 'Kettlefox', 'Fitness', 1640, 'Ordered'],
      ['blocks', '', 'Tumblebrick Space Station Building Set, 842 Pieces', 'Tumblebrick', 'Toys', 4699, 'Negotiating'],
      ['lamp', '', 'Deskwell LED Desk Lamp with Wireless Charging', 'Deskwell', 'Office', 2780, 'Sourcing'],
    ] as const
  ).map(([family, variation, title, brand, category, cost_cents, status]) => ({
    asin: asinOf(family, variation),
    title,
    brand,
    category,
    source: 'Amazon',
    cost_cents,
    status,
  })),
]
