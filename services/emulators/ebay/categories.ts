export type Aspect = {
  name: string
  required: boolean
  /** Only one of `values` is taken. */
  selection_only: boolean
  many: boolean
  values: string[]
}

export type Category = {
  id: string
  name: string
  /** From the root down, without the category itself. */
  ancestors: { id: string; name: string }[]
  /** Words of a title that lead here. */
  words: string[]
  aspects: Aspect[]
  /** Numbers of the conditions that are allowed. */
  conditions: string[]
}

const free = (name: string, required = false, values: string[] = []): Aspect => ({
  name,
  required,
  selection_only: false,
  many: false,
  values,
})
const choice = (name: string, required: boolean, values: string[]): Aspect => ({
  name,
  required,
  selection_only: true,
  many: false,
  values,
})

const ELECTRONICS = { id: '293', name: 'Consumer Electronics' }
const HOME = { id: '11700', name: 'Home & Garden' }
const TOYS = { id: '220', name: 'Toys & Hobbies' }
const CLOTHING = { id: '11450', name: 'Clothing, Shoes & Accessories' }
const CONDITIONS = ['1000', '1500', '2500', '3000', '7000']

/** A small part of eBay's tree: enough to suggest, require and refuse. */
export const categories: readonly Category[] = [
  {
    id: '112529',
    name: 'Headphones',
    ancestors: [ELECTRONICS, { id: '15052', name: 'Portable Audio & Headphones' }],
    words: ['headphones', 'earbuds', 'headset', 'earphones', 'audio'],
    aspects: [
      free('Brand', true, ['Sony', 'JBL', 'Anker', 'Unbranded']),
      free('Model', true),
      choice('Connectivity', true, ['Wired', 'Wireless', 'Wired & Wireless']),
      choice('Type', true, [
        'Ear-Cup (Over the Ear)',
        'Ear-Pad (On the Ear)',
        'Earbud (In Ear)',
        'Canal Earbud (In Ear Canal)',
      ]),
      free('Color', true, ['Black', 'White', 'Blue']),
      free('MPN'),
    ],
    conditions: ['1000', '1500', '2000', '2010', '2020', '2030', '2500', '3000', '7000'],
  },
  {
    id: '20667',
    name: 'Mugs',
    ancestors: [HOME, { id: '20625', name: 'Kitchen, Dining & Bar' }, { id: '36027', name: 'Dinnerware & Serveware' }],
    words: ['mug', 'tumbler', 'cup', 'bottle', 'travel'],
    aspects: [
      free('Brand', true),
      free('Type', true, ['Travel Mug', 'Coffee Mug']),
      free('Color'),
      free('Capacity'),
      free('Material'),
    ],
    conditions: ['1000', '3000'],
  },
  {
    id: '19006',
    name: 'LEGO (R) Complete Sets & Packs',
    ancestors: [TOYS, { id: '18991', name: 'Building Toys' }, { id: '183446', name: 'LEGO (R) Building Toys' }],
    words: ['lego', 'building', 'bricks', 'set'],
    aspects: [
      choice('Brand', true, ['LEGO']),
      free('LEGO Set Number', true),
      free('LEGO Theme', false, ['City', 'Technic']),
      free('Number of Pieces'),
    ],
    conditions: ['1000', '1500', '3000'],
  },
  {
    id: '122828',
    name: 'Cordless Drills',
    ancestors: [HOME, { id: '631', name: 'Tools & Workshop Equipment' }, { id: '3247', name: 'Power Tools' }],
    words: ['drill', 'cordless', 'driver', 'impact'],
    aspects: [free('Brand', true, ['DEWALT', 'Makita', 'Bosch']), free('Model', true), free('Voltage'), free('MPN')],
    conditions: CONDITIONS,
  },
  {
    id: '11854',
    name: 'Skin Care Serums',
    ancestors: [
      { id: '26395', name: 'Health & Beauty' },
      { id: '11863', name: 'Skin Care' },
    ],
    words: ['serum', 'cream', 'vitamin', 'skin', 'hyaluronic'],
    aspects: [free('Brand', true), free('Type', true), free('Volume'), free('Skin Type')],
    conditions: ['1000', '1500'],
  },
  {
    id: '15687',
    name: 'T-Shirts',
    ancestors: [CLOTHING, { id: '1059', name: "Men's Clothing" }],
    words: ['shirt', 't-shirt', 'tee', 'hoodie'],
    aspects: [
      free('Brand', true),
      free('Size', true, ['S', 'M', 'L', 'XL']),
      free('Color', true),
      choice('Department', true, ['Men', 'Women', 'Unisex Adults']),
      choice('Size Type', true, ['Regular', 'Big & Tall']),
    ],
    conditions: ['1000', '1500', '1750', '3000'],
  },
  {
    id: '20710',
    name: 'Small Kitchen Appliances',
    ancestors: [HOME, { id: '20625', name: 'Kitchen, Dining & Bar' }],
    words: ['kettle', 'blender', 'air', 'fryer', 'coffee', 'maker', 'mixer', 'toaster'],
    aspects: [free('Brand', true), free('Type'), free('Color'), free('Capacity'), free('MPN')],
    conditions: CONDITIONS,
  },
  {
    id: '88433',
    name: 'Other Home & Garden',
    ancestors: [HOME],
    words: [],
    aspects: [free('Brand'), free('Type')],
    conditions: CONDITIONS,
  },
]

export const findCategory = (id: string): Category | undefined => categories.find((category) => category.id === id)

/** The branches above the leaves: known, but nothing can be listed there. */
export const isBranch = (id: string): boolean =>
  categories.some(({ ancestors }) => ancestors.some((ancestor) => ancestor.id === id))

export const CONDITION_NAMES: Record<string, string> = {
  '1000': 'New',
  '1500': 'New other (see details)',
  '1750': 'New with defects',
  '2000': 'Certified - Refurbished',
  '2010': 'Excellent - Refurbished',
  '2020': 'Very Good - Refurbished',
  '2030': 'Good - Refurbished',
  '2500': 'Seller refurbished',
  '2750': 'Like New',
  '3000': 'Used',
  '4000': 'Very Good',
  '5000': 'Good',
  '6000': 'Acceptable',
  '7000': 'For parts or not working',
}
