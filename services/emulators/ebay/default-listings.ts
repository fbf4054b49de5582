import { SECOND_SELLER } from './accounts.ts'
import type { ListingSeed } from './listing-seed.ts'

type Row = [title: string, priceCents: number, quantity: number, categoryId: string, brand: string]

const TRADING: readonly Row[] = [
  ['Sony WH-1000XM4 Wireless Noise Canceling Headphones – Black', 19999, 4, '112529', 'Sony'],
  ['JBL Tune 510BT On-Ear Headphones Blue', 3495, 12, '112529', 'JBL'],
  ['Anker Soundcore Life P3 Earbuds "Like New" in Box', 5999, 3, '112529', 'Anker'],
  ['Contigo Autoseal Travel Mug 16 oz & 20 oz Set <2 pcs>', 2499, 8, '20667', 'Contigo'],
  ['Stanley Quencher Tumbler 40 oz Rose Quartz', 4500, 2, '20667', 'Stanley'],
  ['YETI Rambler 20 oz Tumbler MagSlider Lid Navy', 3500, 6, '20667', 'YETI'],
  ['LEGO City 60337 Express Passenger Train New Sealed', 15999, 1, '19006', 'LEGO'],
  ['LEGO Technic 42131 Cat D11 Bulldozer', 44999, 1, '19006', 'LEGO'],
  ['LEGO Creator 31058 Mighty Dinosaurs 3-in-1', 1499, 20, '19006', 'LEGO'],
  ["DEWALT DCD771C2 20V MAX Cordless Drill/Driver Kit - 1/2'' Chuck", 9900, 5, '122828', 'DEWALT'],
  ['Makita XFD131 18V LXT Brushless Driver-Drill Kit', 14900, 2, '122828', 'Makita'],
  ['Bosch PS31-2A 12V Max 3/8 in. Drill Driver', 8900, 7, '122828', 'Bosch'],
  ['The Ordinary Niacinamide 10% + Zinc 1% Serum 30 ml', 799, 35, '11854', 'The Ordinary'],
  ['La Roche-Posay Hyalu B5 Serum 1 fl oz', 3999, 9, '11854', 'La Roche-Posay'],
  ['CeraVe Skin Renewing Vitamin C Serum', 2199, 14, '11854', 'CeraVe'],
  ['Hanes Men’s Beefy-T Heavyweight T-Shirt White L', 1250, 40, '15687', 'Hanes'],
  ["Levi's Graphic Crewneck T-Shirt Black M", 1895, 11, '15687', "Levi's"],
  ['Fellow Stagg EKG Electric Kettle Matte Black 0.9 L', 13995, 3, '20710', 'Fellow'],
  ['Ninja AF101 Air Fryer 4 Qt Grey', 8999, 4, '20710', 'Ninja'],
  ['Vitamix E310 Explorian Blender Professional-Grade', 28995, 1, '20710', 'Vitamix'],
  ['Cuisinart DCC-3200P1 Coffee Maker 14 Cup', 7995, 5, '20710', 'Cuisinart'],
  ['KitchenAid Hand Mixer 5 Speed Empire Red', 4999, 6, '20710', 'KitchenAid'],
]

const INVENTORY: readonly Row[] = [
  ['Sony WF-C500 Truly Wireless Earbuds Green', 5800, 6, '112529', 'Sony'],
  ['JBL Live 660NC Headphones White', 9995, 3, '112529', 'JBL'],
  ['Anker Soundcore Q20i Hybrid ANC Headphones', 4299, 18, '112529', 'Anker'],
  ['Skullcandy Crusher Evo Headset True Black', 12999, 2, '112529', 'Skullcandy'],
  ['Beats Flex Wireless Earphones Yuzu Yellow', 3999, 10, '112529', 'Beats'],
  ['Hydro Flask Coffee Mug 12 oz Agave', 2795, 9, '20667', 'Hydro Flask'],
  ['Ember Temperature Control Smart Mug 2, 10 oz', 9995, 2, '20667', 'Ember'],
  ['Zojirushi SM-KHE36 Travel Mug 12 oz Pearl Pink', 2850, 15, '20667', 'Zojirushi'],
  ['LEGO Speed Champions 76906 Ferrari 512 M', 2499, 7, '19006', 'LEGO'],
  ['LEGO Botanical 10311 Orchid Building Set', 4999, 5, '19006', 'LEGO'],
  ['LEGO Star Wars 75301 X-Wing Fighter', 4899, 3, '19006', 'LEGO'],
  ['Milwaukee 2407-22 M12 Drill/Driver Kit', 8900, 4, '122828', 'Milwaukee'],
  ['Ryobi PCL206B 18V ONE+ Drill Tool Only', 4497, 13, '122828', 'Ryobi'],
  ['BLACK+DECKER LD120VA 20V MAX Drill & 30 Accessories', 5499, 6, '122828', 'BLACK+DECKER'],
  ['Paula’s Choice 2% BHA Liquid Exfoliant Serum 118 ml', 3500, 12, '11854', "Paula's Choice"],
  ['COSRX Snail 96 Mucin Power Essence 100 ml', 1395, 45, '11854', 'COSRX'],
  ['Carhartt K87 Workwear Pocket T-Shirt Navy XL', 1799, 22, '15687', 'Carhartt'],
  ['Nike Dri-FIT Legend T-Shirt Men Grey S', 2500, 8, '15687', 'Nike'],
  ['Breville BTA820XL Die-Cast 2-Slice Toaster', 12995, 2, '20710', 'Breville'],
  ['Nutribullet NBR-0601 Blender 600W Gray', 5999, 9, '20710', 'nutribullet'],
  ['Keurig K-Mini Coffee Maker Studio Gray', 6999, 4, '20710', 'Keurig'],
]

/** What the two sellers begin with: fifty listings of Dana's, of every kind there is, and two of Sam's. */
export const defaultListings: readonly ListingSeed[] = [
  ...TRADING.map((row, index) => ({
    ...fromRow(row),
    kind: 'trading' as const,
    // Sellers by hand seldom fill in a SKU.
    sku: index % 3 === 0 ? `DANA-${100 + index}` : null,
    hides_quantity: index % 7 === 5,
    watch_count: index % 4 === 0 ? index + 3 : null,
    days_old: 5 + index * 9,
    quantity_sold: index % 5,
  })),
  ...INVENTORY.map((row, index) => ({
    ...fromRow(row),
    kind: 'inventory' as const,
    sku: `ql_B0${String(7_700_000 + index * 137)}X`.slice(0, 13),
    watch_count: index % 3 === 0 ? index + 1 : null,
    days_old: 3 + index * 6,
    quantity_sold: index % 4,
  })),
  {
    ...fromRow(['Numbered SKU: Ceramic Pour-Over Set & Filters', 3250, 6, '88433', 'Hario']),
    kind: 'inventory',
    sku: '0012345',
  },
  {
    ...fromRow(['Sold out: Nespresso Vertuo Pop+ Mango', 9900, 0, '20710', 'Nespresso']),
    kind: 'inventory',
    sku: 'NESPRESSO-POP',
    quantity_sold: 8,
  },
  {
    ...fromRow(['Ended: Philips 3200 LatteGo Coffee Maker', 59900, 1, '20710', 'Philips']),
    kind: 'trading',
    is_ended: true,
  },
  {
    ...fromRow(['Sold out: Moccamaster KBT Coffee Maker', 35900, 0, '20710', 'Technivorm']),
    kind: 'trading',
    sku: 'MOCCA-KBT',
    quantity_sold: 3,
  },
  {
    ...fromRow(['Auction: Vintage LEGO 6285 Black Seas Barracuda', 12500, 1, '19006', 'LEGO']),
    kind: 'trading',
    format: 'auction',
    watch_count: 31,
  },
  {
    ...fromRow(['British mug: Emma Bridgewater Half Pint', 2100, 4, '20667', 'Emma Bridgewater']),
    kind: 'trading',
    currency: 'GBP',
    sku: 'UK-MUG-1',
  },
  {
    ...fromRow(['Comfort Colors T-Shirt, choose your size', 1999, 0, '15687', 'Comfort Colors']),
    kind: 'trading',
    sku: 'CC-TEE',
    variations: [
      { sku: 'CC-TEE-M', name: 'Size', value: 'M', price_cents: 1999, quantity: 5 },
      { sku: 'CC-TEE-L', name: 'Size', value: 'L', price_cents: 2099, quantity: 0 },
      { sku: 'CC-TEE-XL', name: 'Size', value: 'X&L', price_cents: 2199, quantity: 2 },
    ],
  },
  {
    ...fromRow(['Sam’s Bluetooth Headset', 2900, 2, '112529', 'Unbranded']),
    kind: 'trading',
    seller_id: SECOND_SELLER,
  },
  {
    ...fromRow(['Sam’s Kettle, 1.7 L', 1900, 3, '20710', 'Unbranded']),
    kind: 'inventory',
    seller_id: SECOND_SELLER,
    sku: 'SAM-KETTLE',
  },
]

function fromRow([title, price_cents, quantity, category_id, brand]: Row) {
  return { title, price_cents, quantity, category_id, brand }
}
