import type { SectionKey } from './categories.ts'

/** A product with its variations and where it is sold. Titles may hold HTML entities, as Keepa's do. */
export type Family = {
  key: string
  brand: string
  title: string
  category: SectionKey
  /** US cents; null when no seller offers it. */
  price_cents: number | null
  spread: 'everywhere' | 'english' | 'us_only' | 'own_asin_in_europe' | 'own_asin_per_country'
  variation?: { dimension: string; values: string[] }
  product_type?: number
  image_count?: number
}

const color = (...values: string[]) => ({ dimension: 'Color', values })
const size = (...values: string[]) => ({ dimension: 'Size', values })

/** What the emulated Amazon sells unless a seed says otherwise. */
export const FAMILIES: readonly Family[] = [
  {
    key: 'mug',
    brand: 'Lumora',
    title: 'Lumora Insulated Travel Mug 16 oz',
    category: 'kitchen',
    price_cents: 2499,
    spread: 'own_asin_in_europe',
    variation: color('Midnight Blue', 'Forest Green', 'Cream', 'Black'),
  },
  {
    key: 'sheets',
    brand: 'Hollin &amp; Reed',
    title: 'Hollin &amp; Reed Bamboo Sheet Set &#8211; 4 Piece',
    category: 'bedding',
    price_cents: 6999,
    spread: 'us_only',
    variation: size('Twin', 'Queen', 'King'),
  },
  {
    key: 'earbuds',
    brand: 'Sonavi',
    title: 'Sonavi Air 3 Wireless Earbuds with 36 h Battery',
    category: 'audio',
    price_cents: 5999,
    spread: 'everywhere',
    variation: color('Graphite', 'White', 'Rose'),
  },
  {
    key: 'serum',
    brand: 'Verdelle',
    title: 'Verdelle Vitamin C Serum',
    category: 'skincare',
    price_cents: 1895,
    spread: 'own_asin_per_country',
    variation: size('30 ml', '50 ml'),
  },
  {
    key: 'bands',
    brand: 'Kettlefox',
    title: 'Kettlefox Resistance Bands Set',
    category: 'fitness',
    price_cents: 2195,
    spread: 'english',
    variation: size('Pack of 3', 'Pack of 5'),
  },
  {
    key: 'leash',
    brand: 'Bramblepaw',
    title: 'Bramblepaw Reflective Dog Leash',
    category: 'pets',
    price_cents: 1699,
    spread: 'everywhere',
    variation: color('Orange', 'Navy', 'Lime'),
  },
  {
    key: 'organizer',
    brand: 'Deskwell',
    title: 'Deskwell Mesh Desk Organizer',
    category: 'office',
    price_cents: 2799,
    spread: 'everywhere',
    variation: color('Black', 'Silver'),
  },
  {
    key: 'charger',
    brand: 'Ampeo',
    title: 'Ampeo 65 W USB-C Charger',
    category: 'charging',
    price_cents: 3599,
    spread: 'own_asin_in_europe',
  },
  {
    key: 'blocks',
    brand: 'Tumblebrick',
    title: 'Tumblebrick Space Station Building Set, 842 Pieces',
    category: 'toys',
    price_cents: 7999,
    spread: 'everywhere',
  },
  {
    key: 'lantern',
    brand: 'Northpine',
    title: 'Northpine Rechargeable Camping Lantern',
    category: 'camping',
    price_cents: 3299,
    spread: 'everywhere',
  },
  {
    key: 'drill',
    brand: 'Barrow &amp; Finch',
    title: 'Barrow &amp; Finch 20V Cordless Drill Driver, 1/2&quot; Chuck',
    category: 'tools',
    price_cents: 8900,
    spread: 'us_only',
  },
  {
    key: 'skillet',
    brand: 'Ironhearth',
    title: 'Ironhearth Cast Iron Skillet 12 Inch',
    category: 'kitchen',
    price_cents: 3495,
    spread: 'english',
  },
  {
    key: 'knife',
    brand: 'Ironhearth',
    title: 'Ironhearth Chef&#39;s Knife 8 Inch',
    category: 'kitchen',
    price_cents: 4995,
    spread: 'everywhere',
  },
  {
    key: 'headphones',
    brand: 'Sonavi',
    title: 'Sonavi Studio Over-Ear Headphones',
    category: 'audio',
    price_cents: 12999,
    spread: 'everywhere',
  },
  {
    key: 'cream',
    brand: 'Verdelle',
    title: 'Verdelle Night Cream with Ceramides',
    category: 'skincare',
    price_cents: 2450,
    spread: 'own_asin_in_europe',
  },
  {
    key: 'mat',
    brand: 'Kettlefox',
    title: 'Kettlefox Yoga Mat 6 mm',
    category: 'fitness',
    price_cents: 2999,
    spread: 'everywhere',
  },
  {
    key: 'bed',
    brand: 'Bramblepaw',
    title: 'Bramblepaw Orthopedic Dog Bed',
    category: 'pets',
    price_cents: 5499,
    spread: 'us_only',
  },
  {
    key: 'lamp',
    brand: 'Deskwell',
    title: 'Deskwell LED Desk Lamp with Wireless Charging',
    category: 'office',
    price_cents: 4599,
    spread: 'everywhere',
  },
  {
    key: 'cookbook',
    brand: 'Harrow Press',
    title: 'The Weeknight Pan: 90 Suppers',
    category: 'books',
    price_cents: 1795,
    spread: 'english',
  },
  {
    key: 'tent',
    brand: 'Northpine',
    title: 'Northpine Two-Person Tent',
    category: 'camping',
    price_cents: null,
    spread: 'everywhere',
  },
  {
    key: 'speaker',
    brand: 'Sonavi',
    title: 'Sonavi Pebble Bluetooth Speaker',
    category: 'audio',
    price_cents: 3999,
    spread: 'everywhere',
    product_type: 3,
  },
  {
    key: 'kettle',
    brand: 'Lumora',
    title: 'Lumora Gooseneck Kettle (discontinued)',
    category: 'kitchen',
    price_cents: null,
    spread: 'everywhere',
    product_type: 4,
  },
  {
    key: 'puzzle',
    brand: 'Tumblebrick',
    title: 'Tumblebrick Wooden Puzzle',
    category: 'toys',
    price_cents: 1499,
    spread: 'us_only',
    image_count: 0,
  },
]
