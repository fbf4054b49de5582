import { casesOf, type Details, type GoldenCase, withCheckDigit } from './golden-case.ts'

const count = (value: number) => ({ value, type: 'Count', each: null })

const BATTERY_UPC = withCheckDigit('04133303612')
const BATTERIES: Details = {
  title: 'Duracell Coppertop AAA Batteries, 48 Count',
  brand: 'Duracell',
  model: 'MN2400',
  codes: [BATTERY_UPC],
  number_of_items: 48,
  unit_count: count(48),
}
const batteries: GoldenCase[] = casesOf(BATTERIES, [
  [
    'same',
    'one package of 48',
    {
      marketplace: 'CA',
      title: 'Duracell Coppertop AAA Alkaline Batteries',
      brand: 'Duracell',
      codes: [BATTERY_UPC],
      number_of_items: 1,
      package_quantity: 1,
      unit_count: count(48),
    },
  ],
  [
    'same',
    '48 Stück',
    {
      marketplace: 'DE',
      title: 'Duracell Coppertop AAA Batterien, 48 Stück',
      brand: 'DURACELL',
      codes: [`0${BATTERY_UPC}`],
      number_of_items: 48,
    },
  ],
  [
    'similar',
    '24 with the same code',
    {
      title: 'Duracell Coppertop AAA Batteries, 24 Count',
      brand: 'Duracell',
      model: 'MN2400',
      codes: [BATTERY_UPC],
      number_of_items: 24,
      unit_count: count(24),
    },
  ],
  [
    'pack_unclear',
    'two packs of 24',
    {
      title: 'Duracell Coppertop AAA Batteries, 24 Count (Pack of 2)',
      brand: 'Duracell',
      model: 'MN2400',
      codes: [BATTERY_UPC],
      number_of_items: 2,
      unit_count: count(48),
    },
  ],
  [
    'pack_unclear',
    'a number that contradicts the title',
    {
      title: 'Duracell Coppertop AAA Batteries, 48 Count',
      brand: 'Duracell',
      codes: [BATTERY_UPC],
      number_of_items: 16,
    },
  ],
  [
    'similar',
    'AA',
    {
      title: 'Duracell Coppertop AA Batteries, 48 Count',
      brand: 'Duracell',
      model: 'MN1500',
      codes: [withCheckDigit('04133303611')],
      number_of_items: 48,
    },
  ],
  [
    'unrelated',
    'a remote that needs them',
    { title: 'Universal Remote Control, requires 2 AAA batteries', brand: 'GE', model: '33709' },
  ],
  [
    'unrelated',
    'another maker',
    { title: 'Energizer MAX AAA Batteries, 48 Count', brand: 'Energizer', model: 'E92', number_of_items: 48 },
  ],
])

const PAPER_EAN = withCheckDigit('03700076234')
const PAPER: Details = {
  title: 'Charmin Ultra Soft Toilet Paper, 12 Mega Rolls = 48 Regular Rolls',
  brand: 'Charmin',
  codes: [PAPER_EAN],
  number_of_items: 12,
  unit_count: count(12),
}
const paper: GoldenCase[] = casesOf(PAPER, [
  [
    'same',
    'without the comparison',
    {
      title: 'Charmin Ultra Soft Toilet Paper, 12 Mega Rolls',
      brand: 'Charmin',
      codes: [PAPER_EAN],
      number_of_items: 12,
    },
  ],
  [
    'similar',
    '24 rolls with the code of 12',
    {
      title: 'Charmin Ultra Soft Toilet Paper, 24 Mega Rolls = 96 Regular Rolls',
      brand: 'Charmin',
      codes: [PAPER_EAN],
      number_of_items: 24,
    },
  ],
  [
    'similar',
    'Ultra Strong',
    {
      title: 'Charmin Ultra Strong Toilet Paper, 12 Mega Rolls = 48 Regular Rolls',
      brand: 'Charmin',
      codes: [withCheckDigit('03700076235')],
      number_of_items: 12,
    },
  ],
  [
    'pack_unclear',
    'no number anywhere',
    { title: 'Charmin Ultra Soft Toilet Paper', brand: 'Charmin', codes: [PAPER_EAN] },
  ],
  [
    'pack_unclear',
    'the units say 48',
    {
      title: 'Charmin Ultra Soft Toilet Paper, 12 Mega Rolls',
      brand: 'Charmin',
      codes: [PAPER_EAN],
      number_of_items: 48,
    },
  ],
])

const MUG_EAN = withCheckDigit('81002345671')
const MUGS: Details = {
  title: 'Sweese Porcelain Mugs 16 oz, 4-Pack, White',
  brand: 'Sweese',
  model: '601.401',
  color: 'White',
  codes: [MUG_EAN],
  number_of_items: 4,
  package_quantity: 4,
}
const mugs: GoldenCase[] = casesOf(MUGS, [
  [
    'same',
    'three fields agree',
    {
      title: 'Sweese 601.401 Porcelain Mugs - 16 Ounce - Pack of 4, White',
      brand: 'Sweese',
      model: '601.401',
      color: 'White',
      codes: [MUG_EAN],
      number_of_items: 4,
      package_quantity: 4,
    },
  ],
  [
    'same',
    'French, milliliters',
    {
      marketplace: 'FR',
      title: 'Sweese Lot de 4 mugs en porcelaine 473 ml, Blanc',
      brand: 'Sweese',
      model: '601.401',
      color: 'Blanc',
      codes: [MUG_EAN],
    },
  ],
  [
    'same',
    'Italian',
    {
      marketplace: 'IT',
      title: 'Sweese Tazze in porcellana 473 ml, confezione da 4, Bianco',
      brand: 'Sweese',
      model: '601.401',
      color: 'Bianco',
      codes: [MUG_EAN],
    },
  ],
  [
    'same',
    'Spanish',
    {
      marketplace: 'ES',
      title: 'Sweese 601.401 Tazas de porcelana 473 ml, paquete de 4, Blanco',
      brand: 'Sweese',
      model: '601.401',
      color: 'Blanco',
      codes: [MUG_EAN],
    },
  ],
  [
    'similar',
    'a pack of 6 with the code of 4',
    {
      title: 'Sweese Porcelain Mugs 16 oz, Pack of 6, White',
      brand: 'Sweese',
      model: '601.601',
      color: 'White',
      codes: [MUG_EAN],
      number_of_items: 6,
    },
  ],
  [
    'pack_unclear',
    'title 6, field 3',
    {
      title: 'Sweese Porcelain Mugs 16 oz, Pack of 6, White',
      brand: 'Sweese',
      color: 'White',
      codes: [MUG_EAN],
      number_of_items: 3,
    },
  ],
  [
    'pack_unclear',
    'counted twice',
    {
      title: 'Sweese Porcelain Mugs 16 oz, 4-Pack, White',
      brand: 'Sweese',
      model: '601.401',
      color: 'White',
      codes: [MUG_EAN],
      number_of_items: 16,
    },
  ],
  [
    'pack_unclear',
    'two packs in one title',
    {
      title: 'Sweese Porcelain Mugs 16 oz (2 Pack) (4 Pack), White',
      brand: 'Sweese',
      model: '601.401',
      color: 'White',
      codes: [MUG_EAN],
    },
  ],
  [
    'similar',
    'smaller mugs',
    {
      title: 'Sweese Porcelain Mugs 12 oz, 4-Pack, White',
      brand: 'Sweese',
      model: '603.401',
      color: 'White',
      codes: [MUG_EAN],
      number_of_items: 4,
    },
  ],
  [
    'similar',
    'black',
    {
      title: 'Sweese Porcelain Mugs 16 oz, 4-Pack, Black',
      brand: 'Sweese',
      model: '601.415',
      color: 'Black',
      codes: [withCheckDigit('81002345672')],
      number_of_items: 4,
    },
  ],
  [
    'similar',
    'a single mug',
    {
      title: 'Sweese Porcelain Mug 16 oz, White',
      brand: 'Sweese',
      color: 'White',
      codes: [MUG_EAN],
      number_of_items: 1,
      package_quantity: 1,
    },
  ],
  [
    'variation',
    'one parent, another pack',
    {
      title: 'Sweese Porcelain Mugs 16 oz, 6-Pack, White',
      brand: 'Sweese',
      color: 'White',
      variations: [{ asin: 'B0PARENT01', attributes: [] }],
    },
  ],
])

const COLA_EAN = withCheckDigit('04900002891')
const DRINK: Details = {
  title: 'Coca-Cola Zero Sugar Soda, 12 fl oz Cans, Pack of 12',
  brand: 'Coca-Cola',
  codes: [COLA_EAN],
  number_of_items: 12,
}
const drinks: GoldenCase[] = casesOf(DRINK, [
  [
    'same',
    'written as a product',
    { title: 'Coca-Cola Zero Sugar Soda 12 x 12 fl oz', brand: 'Coca-Cola', codes: [COLA_EAN], number_of_items: 12 },
  ],
  [
    'same',
    'milliliters in German',
    { marketplace: 'DE', title: 'Coca-Cola Zero Sugar, 12 x 355 ml Dose', brand: 'Coca-Cola', codes: [COLA_EAN] },
  ],
  [
    'similar',
    '24 cans',
    {
      title: 'Coca-Cola Zero Sugar Soda, 12 fl oz Cans, Pack of 24',
      brand: 'Coca-Cola',
      codes: [COLA_EAN],
      number_of_items: 24,
    },
  ],
  [
    'similar',
    'bottles of another size',
    {
      title: 'Coca-Cola Zero Sugar Soda, 16.9 fl oz Bottles, Pack of 12',
      brand: 'Coca-Cola',
      codes: [COLA_EAN],
      number_of_items: 12,
    },
  ],
  [
    'similar',
    'cherry',
    {
      title: 'Coca-Cola Zero Sugar Cherry Soda, 12 fl oz Cans, Pack of 12',
      brand: 'Coca-Cola',
      codes: [withCheckDigit('04900002892')],
      number_of_items: 12,
    },
  ],
  [
    'unrelated',
    'another maker',
    { title: 'Pepsi Zero Sugar Soda, 12 fl oz Cans, Pack of 12', brand: 'Pepsi', number_of_items: 12 },
  ],
  [
    'pack_unclear',
    'buy and get',
    { title: 'Coca-Cola Zero Sugar Soda 12 fl oz, Buy 2 Get 1', brand: 'Coca-Cola', codes: [COLA_EAN] },
  ],
])

const VITAMIN_EAN = withCheckDigit('03367415599')
const VITAMINS: Details = {
  title: "Nature's Way Vitamin D3 2000 IU, 120 Softgels",
  brand: "Nature's Way",
  codes: [VITAMIN_EAN],
  number_of_items: 1,
  unit_count: count(120),
}
const vitamins: GoldenCase[] = casesOf(VITAMINS, [
  [
    'same',
    '120 count',
    {
      title: 'Nature’s Way Vitamin D3 2000 IU, 120 Count',
      brand: 'Natures Way',
      codes: [VITAMIN_EAN],
      number_of_items: 1,
      unit_count: count(120),
    },
  ],
  [
    'similar',
    '240 softgels with this code',
    {
      title: "Nature's Way Vitamin D3 2000 IU, 240 Softgels",
      brand: "Nature's Way",
      codes: [VITAMIN_EAN],
      number_of_items: 1,
      unit_count: count(240),
    },
  ],
  [
    'similar',
    'two bottles',
    {
      title: "Nature's Way Vitamin D3 2000 IU, 120 Softgels (Pack of 2)",
      brand: "Nature's Way",
      codes: [VITAMIN_EAN],
      number_of_items: 2,
    },
  ],
  [
    'similar',
    'stronger',
    {
      title: "Nature's Way Vitamin D3 5000 IU, 120 Softgels",
      brand: "Nature's Way",
      codes: [withCheckDigit('03367415600')],
      number_of_items: 1,
    },
  ],
  [
    'similar',
    'stronger, with this code',
    {
      title: "Nature's Way Vitamin D3 5000 IU, 120 Softgels",
      brand: "Nature's Way",
      codes: [VITAMIN_EAN],
      number_of_items: 1,
      unit_count: count(120),
    },
  ],
])

const KNIFE_EAN = withCheckDigit('400983912345')
const KNIVES: Details = {
  title: 'Zwilling Pro Set of 4 Steak Knives',
  brand: 'Zwilling',
  model: '39030-002',
  codes: [KNIFE_EAN],
}
const knives: GoldenCase[] = casesOf(KNIVES, [
  [
    'same',
    'German',
    {
      marketplace: 'DE',
      title: 'Zwilling Pro Steakmesser 4er-Set',
      brand: 'ZWILLING',
      model: '39030-002',
      codes: [KNIFE_EAN],
    },
  ],
  [
    'same',
    'the number counts knives',
    {
      marketplace: 'UK',
      title: 'Zwilling Pro Steak Knives, Set of 4',
      brand: 'Zwilling',
      model: '39030-002',
      number_of_items: 4,
      codes: [KNIFE_EAN],
    },
  ],
  [
    'similar',
    'six knives',
    { title: 'Zwilling Pro Set of 6 Steak Knives', brand: 'Zwilling', model: '39030-003', codes: [KNIFE_EAN] },
  ],
  [
    'similar',
    'two sets',
    { title: 'Zwilling Pro 2 Sets Steak Knives', brand: 'Zwilling', model: '39030-002', codes: [KNIFE_EAN] },
  ],
  [
    'unrelated',
    'a sharpener',
    { title: 'Zwilling Knife Sharpener Stainless Steel', brand: 'Zwilling', model: '32590-302' },
  ],
])

const GLOVES: Details = {
  title: 'Mechanix Wear Original Work Gloves, Black, Large, 1 Pair',
  brand: 'Mechanix Wear',
  model: 'MG-05-010',
  color: 'Black',
  size: 'Large',
}
const gloves: GoldenCase[] = casesOf(GLOVES, [
  [
    'same',
    'brand and model',
    {
      marketplace: 'UK',
      title: 'Mechanix Wear Original Gloves, Black, L, Pair of',
      brand: 'Mechanix Wear',
      model: 'MG-05-010',
      color: 'Black',
      size: 'L',
    },
  ],
  [
    'same',
    'German size',
    {
      marketplace: 'DE',
      title: 'Mechanix Wear Original Arbeitshandschuhe, schwarz, 1 Paar',
      brand: 'Mechanix Wear',
      model: 'MG-05-010',
      color: 'schwarz',
      size: 'Groß',
    },
  ],
  [
    'similar',
    'another size',
    {
      title: 'Mechanix Wear Original Work Gloves, Black, Medium, 1 Pair',
      brand: 'Mechanix Wear',
      model: 'MG-05-009',
      color: 'Black',
      size: 'Medium',
    },
  ],
  [
    'similar',
    'another size under one model',
    {
      title: 'Mechanix Wear Original Work Gloves, Black, Medium, 1 Pair',
      brand: 'Mechanix Wear',
      model: 'MG-05-010',
      color: 'Black',
      size: 'Medium',
    },
  ],
  [
    'similar',
    'the left one',
    {
      title: 'Mechanix Wear Original Work Glove, Black, Left, Large',
      brand: 'Mechanix Wear',
      model: 'MG-05-010',
      color: 'Black',
      size: 'Large',
    },
  ],
  [
    'similar',
    'six pairs',
    {
      title: 'Mechanix Wear Original Work Gloves, Black, Large, 6 Pairs',
      brand: 'Mechanix Wear',
      model: 'MG-05-010',
      color: 'Black',
      size: 'Large',
    },
  ],
  [
    'similar',
    'size unknown',
    {
      title: 'Mechanix Wear Original Work Gloves, Black, 1 Pair',
      brand: 'Mechanix Wear',
      model: 'MG-05-010',
      color: 'Black',
    },
  ],
])

export const HOUSEHOLD: GoldenCase[] = [...batteries, ...paper, ...mugs, ...drinks, ...vitamins, ...knives, ...gloves]
