import { casesOf, type Details, type GoldenCase, withCheckDigit } from './golden-case.ts'

const MEMBER = [{ asin: 'B0PARENT01', attributes: [] }]

const LEGO_EAN = withCheckDigit('570201715')
const toys: GoldenCase[] = casesOf(
  {
    title: 'LEGO Star Wars Millennium Falcon 75257 Building Set, 1,351 Pieces',
    brand: 'LEGO',
    model: '75257',
    codes: [withCheckDigit('570201643537')],
  },
  [
    [
      'same',
      'model of digits and brand',
      {
        marketplace: 'DE',
        title: 'LEGO Star Wars 75257 Millennium Falcon Bausatz, 1.351 Teile',
        brand: 'LEGO',
        model: '75257',
      },
    ],
    [
      'same',
      'code, French',
      {
        marketplace: 'FR',
        title: 'LEGO 75257 Star Wars Le Faucon Millenium',
        brand: 'LEGO',
        codes: [withCheckDigit('570201643537')],
        number_of_items: 1,
      },
    ],
    [
      'similar',
      'the large one',
      {
        title: 'LEGO Star Wars Ultimate Millennium Falcon 75192 Building Set, 7,541 Pieces',
        brand: 'LEGO',
        model: '75192',
        codes: [withCheckDigit('570201588892')],
      },
    ],
    [
      'similar',
      'the large one with a wrong code',
      {
        title: 'LEGO Star Wars Ultimate Millennium Falcon 75192 Building Set, 7,541 Pieces',
        brand: 'LEGO',
        model: '75192',
        codes: [withCheckDigit('570201643537')],
      },
    ],
    [
      'unrelated',
      'lights for it',
      { title: 'LED Light Kit Compatible with LEGO Millennium Falcon 75257', brand: 'Briksmax', model: '75257' },
    ],
    [
      'unrelated',
      'an EAN-8 of a keyring',
      { title: 'LEGO Star Wars Keyring', brand: 'LEGO', codes: [LEGO_EAN.slice(-8)] },
    ],
  ],
)

const BOOK: Details = {
  asin: '0306406152',
  title: 'Group Theory and Its Applications, Paperback',
  brand: null,
  manufacturer: 'Springer',
  codes: ['9780306406157'],
}
const books: GoldenCase[] = casesOf(BOOK, [
  [
    'same',
    'its ISBN-10 is the ASIN in another country',
    {
      asin: '0306406152',
      marketplace: 'UK',
      title: 'Group Theory and Its Applications: Paperback',
      manufacturer: 'Springer',
      codes: [],
    },
  ],
  [
    'same',
    'ISBN-13 on another ASIN',
    { title: 'Group Theory and its Applications Paperback', manufacturer: 'Springer', codes: ['978-0-306-40615-7'] },
  ],
  [
    'similar',
    'hardcover under the same ISBN',
    { title: 'Group Theory and Its Applications, Hardcover', manufacturer: 'Springer', codes: ['9780306406157'] },
  ],
  [
    'similar',
    'the second edition',
    {
      title: 'Group Theory and Its Applications, 2nd Edition, Paperback',
      manufacturer: 'Springer',
      codes: [withCheckDigit('978030640616')],
    },
  ],
  [
    'unrelated',
    'another book of the publisher',
    {
      title: 'A Field Guide to Mountain Birds, Paperback',
      manufacturer: 'Springer',
      codes: [withCheckDigit('978030640700')],
    },
  ],
])

const GAME_EAN = withCheckDigit('04549677876')
const games: GoldenCase[] = casesOf(
  { title: 'The Legend of Zelda: Tears of the Kingdom - Nintendo Switch', brand: 'Nintendo', codes: [GAME_EAN] },
  [
    [
      'same',
      'code, shorter title',
      {
        marketplace: 'CA',
        title: 'Legend of Zelda: Tears of the Kingdom, Nintendo Switch',
        brand: 'Nintendo',
        codes: [GAME_EAN],
      },
    ],
    [
      'similar',
      'the edition for the newer console',
      {
        title: 'The Legend of Zelda: Tears of the Kingdom - Nintendo Switch 2 Edition',
        brand: 'Nintendo',
        codes: [withCheckDigit('04549689000')],
      },
    ],
    [
      'similar',
      'the game before',
      {
        title: 'The Legend of Zelda: Breath of the Wild - Nintendo Switch',
        brand: 'Nintendo',
        codes: [withCheckDigit('04549659000')],
      },
    ],
  ],
)
const ps: GoldenCase[] = casesOf(
  { title: 'EA Sports FC 25 Standard Edition PS5', brand: 'Electronic Arts', codes: [withCheckDigit('503094312501')] },
  [
    [
      'similar',
      'for another console',
      {
        title: 'EA Sports FC 25 Standard Edition PS4',
        brand: 'Electronic Arts',
        codes: [withCheckDigit('503094312502')],
      },
    ],
    [
      'similar',
      'for another console under the same code',
      {
        title: 'EA Sports FC 25 Standard Edition Xbox',
        brand: 'Electronic Arts',
        codes: [withCheckDigit('503094312501')],
      },
    ],
    [
      'similar',
      'the season before, same code',
      {
        title: 'EA Sports FC 24 Standard Edition PS5',
        brand: 'Electronic Arts',
        codes: [withCheckDigit('503094312501')],
      },
    ],
    ['unrelated', 'a charger for its console', { title: 'Controller Charger replacement for PS5', brand: 'OIVO' }],
  ],
)

const FILTER_EAN = withCheckDigit('405138766100')
const filters: GoldenCase[] = casesOf(
  {
    title: 'Brita Maxtra Pro All-in-1 Water Filter Cartridge, Pack of 6',
    brand: 'Brita',
    model: '1051753',
    codes: [FILTER_EAN],
    number_of_items: 6,
  },
  [
    [
      'same',
      'Spanish',
      {
        marketplace: 'ES',
        title: 'BRITA Maxtra Pro All-in-1 cartuchos para filtro de agua, pack de 6',
        brand: 'BRITA',
        model: '1051753',
        codes: [FILTER_EAN],
      },
    ],
    [
      'same',
      'Italian',
      {
        marketplace: 'IT',
        title: 'Brita Maxtra Pro All-in-1 filtri acqua, confezione da 6',
        brand: 'Brita',
        codes: [FILTER_EAN],
        number_of_items: 6,
      },
    ],
    [
      'similar',
      'three with the code of six',
      {
        marketplace: 'DE',
        title: 'Brita Maxtra Pro All-in-1 Wasserfilter, 3er Pack',
        brand: 'Brita',
        codes: [FILTER_EAN],
      },
    ],
    [
      'unrelated',
      'no-name replacement',
      { title: 'Water Filter Replacement for Brita Maxtra Pro, Pack of 6', brand: 'AquaCrest', number_of_items: 6 },
    ],
    [
      'unrelated',
      'no-name replacement with Brita’s code',
      {
        title: 'Water Filter Cartridge compatible with Brita Maxtra Pro, Pack of 6',
        brand: 'AquaCrest',
        codes: [FILTER_EAN],
        number_of_items: 6,
      },
    ],
    [
      'unrelated',
      'German replacement',
      { marketplace: 'DE', title: 'Wasserfilter Ersatz für Brita Maxtra Pro, 6er Pack', brand: 'Wessper' },
    ],
    [
      'unrelated',
      'French replacement',
      {
        marketplace: 'FR',
        title: 'Filtre à eau compatible avec Brita Maxtra Pro, lot de 6',
        brand: 'Philips',
        codes: [FILTER_EAN],
      },
    ],
  ],
)

const SCREW_EAN = withCheckDigit('400386112345')
const screws: GoldenCase[] = casesOf(
  { title: 'M8 x 20 mm Stainless Steel Hex Screws, 50 pcs', brand: 'Fischer', model: 'HX820', codes: [SCREW_EAN] },
  [
    [
      'same',
      'German',
      {
        marketplace: 'DE',
        title: 'Fischer Sechskantschrauben M8 x 20 mm, Edelstahl, 50 Stück',
        brand: 'fischer',
        codes: [SCREW_EAN],
      },
    ],
    [
      'similar',
      'thicker',
      { title: 'M10 x 20 mm Stainless Steel Hex Screws, 50 pcs', brand: 'Fischer', codes: [SCREW_EAN] },
    ],
    [
      'similar',
      'longer',
      { title: 'M8 x 40 mm Stainless Steel Hex Screws, 50 pcs', brand: 'Fischer', codes: [SCREW_EAN] },
    ],
    [
      'similar',
      '100 of them',
      { title: 'M8 x 20 mm Stainless Steel Hex Screws, 100 pcs', brand: 'Fischer', codes: [SCREW_EAN] },
    ],
    [
      'pack_unclear',
      'nothing says how many',
      { title: 'M8 x 20 mm Stainless Steel Hex Screws', brand: 'Fischer', codes: [SCREW_EAN] },
    ],
  ],
)

const CREAM_EAN = withCheckDigit('400580812345')
const cosmetics: GoldenCase[] = casesOf(
  {
    title: 'Nivea Soft Moisturizing Cream with Jojoba Oil, 200 ml',
    brand: 'Nivea',
    codes: [CREAM_EAN],
    unit_count: { value: 200, type: 'millilitre', each: null },
  },
  [
    [
      'same',
      'ounces',
      { marketplace: 'CA', title: 'NIVEA Soft Moisturizing Cream, 6.8 fl oz', brand: 'Nivea', codes: [CREAM_EAN] },
    ],
    [
      'same',
      'maker instead of brand',
      {
        marketplace: 'UK',
        title: 'Nivea Soft Moisturising Cream with Jojoba Oil 200 ml',
        brand: null,
        manufacturer: 'NIVEA',
        codes: [CREAM_EAN],
      },
    ],
    [
      'similar',
      'a small tube',
      { title: 'Nivea Soft Moisturizing Cream with Jojoba Oil, 75 ml', brand: 'Nivea', codes: [CREAM_EAN] },
    ],
    [
      'pack_unclear',
      'two tubes',
      { title: 'Nivea Soft Moisturizing Cream 2 x 200 ml', brand: 'Nivea', codes: [CREAM_EAN], number_of_items: 2 },
    ],
    [
      'pack_unclear',
      'two tubes in Japanese',
      {
        marketplace: 'JP',
        title: 'Nivea Soft クリーム 200ml 2個セット',
        brand: 'NIVEA(ニベア)',
        codes: [CREAM_EAN],
        number_of_items: 2,
      },
    ],
    [
      'similar',
      'for men',
      { title: 'Nivea Men Soft Moisturizing Cream, 200 ml', brand: 'Nivea', codes: [withCheckDigit('400580812346')] },
    ],
  ],
)

const CANDLE_EAN = withCheckDigit('60975212345')
const scents: GoldenCase[] = casesOf(
  {
    title: 'Yankee Candle Large Jar, Lavender, 22 oz',
    brand: 'Yankee Candle',
    codes: [CANDLE_EAN],
    number_of_items: 1,
  },
  [
    [
      'same',
      'German, grams',
      {
        marketplace: 'DE',
        title: 'Yankee Candle Große Duftkerze im Glas, Lavendel, 623 g',
        brand: 'Yankee Candle',
        codes: [CANDLE_EAN],
        number_of_items: 1,
      },
    ],
    [
      'similar',
      'vanilla with the same code',
      {
        title: 'Yankee Candle Large Jar, Vanilla, 22 oz',
        brand: 'Yankee Candle',
        codes: [CANDLE_EAN],
        number_of_items: 1,
      },
    ],
    [
      'similar',
      'lemon in French',
      {
        marketplace: 'FR',
        title: 'Yankee Candle bougie grande jarre, Citron, 623 g',
        brand: 'Yankee Candle',
        codes: [CANDLE_EAN],
      },
    ],
  ],
)

const TRIMMER: Details = {
  title: 'Philips OneBlade Face + Body, QP2834/20',
  brand: 'Philips',
  model: 'QP2834/20',
  codes: [withCheckDigit('871010399999')],
  number_of_items: 1,
}
const regional: GoldenCase[] = casesOf(TRIMMER, [
  [
    'same',
    'model, other code in another country',
    {
      marketplace: 'DE',
      title: 'Philips OneBlade Face + Body Bartschneider QP2834/20',
      brand: 'Philips',
      model: 'QP2834/20',
      codes: [withCheckDigit('871010399900')],
    },
  ],
  [
    'similar',
    'model, other code in the same country',
    {
      title: 'Philips OneBlade Face + Body QP2834/20',
      brand: 'Philips',
      model: 'QP2834/20',
      codes: [withCheckDigit('871010399900')],
    },
  ],
  [
    'similar',
    'another suffix',
    { title: 'Philips OneBlade Face + Body, QP2834/21', brand: 'Philips', model: 'QP2834/21' },
  ],
  [
    'similar',
    'model with a suffix only there',
    { marketplace: 'UK', title: 'Philips OneBlade Face + Body, QP2834', brand: 'Philips', model: 'QP2834' },
  ],
  [
    'unrelated',
    'blades for it',
    {
      title: 'OneBlade Replacement Blade for Philips QP2834',
      brand: 'Philips',
      model: 'QP2834/20',
      codes: [withCheckDigit('871010399999')],
    },
  ],
  [
    'unrelated',
    'the brand’s toaster',
    { title: 'Daily Collection Toaster Compact', brand: 'Philips', model: 'HD2581/90' },
  ],
])

const wrongCodes: GoldenCase[] = casesOf(
  {
    title: 'Ninja Foodi 6-in-1 Air Fryer, 8 Quart',
    brand: 'Ninja',
    model: 'DZ201',
    codes: [withCheckDigit('62235656512')],
  },
  [
    [
      'unrelated',
      'another thing under its code',
      { title: 'Garden Hose Nozzle Heavy Duty Metal Sprayer', brand: 'FANHAO', codes: [withCheckDigit('62235656512')] },
    ],
    [
      'unrelated',
      'another thing without a brand under its code',
      { title: 'Yoga Mat Non Slip Thick Exercise Fitness', codes: [withCheckDigit('62235656512')] },
    ],
    [
      'unrelated',
      'a code with a wrong check digit, another brand',
      { title: 'Cosori Air Fryer 5 Quart', brand: 'Cosori', codes: ['622356565120'] },
    ],
    [
      'similar',
      'a code that shops make themselves',
      { title: 'Ninja Foodi Air Fryer Max XL', brand: 'Ninja', model: 'AF161', codes: [withCheckDigit('20000000001')] },
    ],
    [
      'similar',
      'another size of the line',
      {
        title: 'Ninja Foodi 6-in-1 Air Fryer, 10 Quart',
        brand: 'Ninja',
        model: 'DZ401',
        codes: [withCheckDigit('62235656513')],
      },
    ],
    [
      'unrelated',
      'a liner for it',
      { title: 'Silicone Liners Compatible with Ninja Foodi Air Fryer DZ201', brand: 'Bykitchen', model: 'DZ201' },
    ],
  ],
)

const SHOE: Details = {
  title: 'Crocs Classic Clog, Black, Men 9',
  brand: 'Crocs',
  model: '10001',
  color: 'Black',
  size: '9',
  parent_asin: 'B0FAMILY01',
}
const families: GoldenCase[] = casesOf(SHOE, [
  [
    'variation',
    'one parent, other size',
    {
      title: 'Crocs Classic Clog, Black, Men 10',
      brand: 'Crocs',
      model: '10001',
      color: 'Black',
      size: '10',
      parent_asin: 'B0FAMILY01',
    },
  ],
  [
    'variation',
    'one parent, other color',
    { title: 'Crocs Classic Clog, Navy, Men 9', brand: 'Crocs', color: 'Navy', size: '9', parent_asin: 'B0FAMILY01' },
  ],
  [
    'variation',
    'one parent in another country',
    {
      marketplace: 'CA',
      title: 'Crocs Classic Clog, White, Men 9',
      brand: 'Crocs',
      color: 'White',
      size: '9',
      parent_asin: 'B0FAMILY01',
    },
  ],
  [
    'variation',
    'listed by the parent',
    { title: 'Crocs Classic Clog, Red', brand: 'Crocs', color: 'Red', variations: MEMBER },
  ],
  [
    'similar',
    'was a variation until yesterday',
    {
      title: 'Crocs Classic Clog, Lemon, Men 9',
      brand: 'Crocs',
      model: '10001',
      color: 'Yellow',
      size: '9',
      past_parents: [{ asin: 'B0FAMILY01', until: '2026-11-19T00:00:00Z' }],
    },
  ],
  ['unrelated', 'the parent itself', { asin: 'B0FAMILY01', kind: 'parent', title: null, variations: MEMBER }],
  ['unrelated', 'no longer known', { kind: 'invalid', title: null }],
  ['unrelated', 'nothing accessible', { kind: 'inaccessible', title: null, brand: 'Crocs' }],
  [
    'unrelated',
    'another brand’s clog',
    { title: 'Amoji Classic Clog, Black, Men 9', brand: 'Amoji', color: 'Black', size: '9' },
  ],
])

const sides: GoldenCase[] = casesOf(
  {
    title: 'Bosch Wiper Blade AeroTwin Left Side 24 inch',
    brand: 'Bosch',
    model: 'AR601',
    codes: [withCheckDigit('316514123456')],
  },
  [
    [
      'same',
      'German, centimeters',
      {
        marketplace: 'DE',
        title: 'Bosch Scheibenwischer AeroTwin links 61 cm',
        brand: 'Bosch',
        model: 'AR601',
        codes: [withCheckDigit('316514123456')],
      },
    ],
    [
      'similar',
      'right',
      {
        title: 'Bosch Wiper Blade AeroTwin Right Side 24 inch',
        brand: 'Bosch',
        model: 'AR601',
        codes: [withCheckDigit('316514123456')],
      },
    ],
    [
      'similar',
      'left and right',
      {
        title: 'Bosch Wiper Blade AeroTwin Left and Right Side 24 inch',
        brand: 'Bosch',
        model: 'AR601',
        codes: [withCheckDigit('316514123456')],
      },
    ],
    [
      'similar',
      'side unknown, by model',
      { title: 'Bosch Wiper Blade AeroTwin 24 inch', brand: 'Bosch', model: 'AR601' },
    ],
  ],
)

const generic: GoldenCase[] = casesOf(
  { title: 'Kitchen Sponge Set, Pack of 10', brand: 'Generic', model: 'Sponge', codes: [] },
  [
    [
      'similar',
      'the same brand "Generic" and model',
      { title: 'Kitchen Sponge, Pack of 10', brand: 'Generic', model: 'Sponge' },
    ],
    ['unrelated', 'no brand at all', { title: 'Steel Wool Scrubber, 10 Count', brand: null }],
  ],
)

const asins: GoldenCase[] = casesOf(
  {
    asin: 'B07ONEASIN',
    title: 'Moleskine Classic Notebook, Large, Ruled, Black',
    brand: 'Moleskine',
    color: 'Black',
    number_of_items: 1,
  },
  [
    [
      'same',
      'one ASIN in two countries',
      {
        asin: 'B07ONEASIN',
        marketplace: 'DE',
        title: 'Moleskine Classic Notizbuch, Large, liniert, schwarz',
        brand: 'Moleskine',
        color: 'schwarz',
        number_of_items: 1,
      },
    ],
    [
      'similar',
      'one ASIN reused for another color',
      {
        asin: 'B07ONEASIN',
        marketplace: 'FR',
        title: 'Moleskine Classic carnet, Large, ligné, rouge',
        brand: 'Moleskine',
        color: 'rouge',
        number_of_items: 1,
      },
    ],
    [
      'pack_unclear',
      'one ASIN, a pack in one country',
      {
        asin: 'B07ONEASIN',
        marketplace: 'UK',
        title: 'Moleskine Classic Notebook, Large, Ruled, Black',
        brand: 'Moleskine',
        color: 'Black',
        number_of_items: 2,
        package_quantity: 1,
      },
    ],
  ],
)

const pictures: GoldenCase[] = casesOf(
  { title: 'Stanley Quencher H2.0 Tumbler 40 oz, Rose Quartz', brand: 'Stanley', color: 'Rose Quartz', codes: [] },
  [
    [
      'similar',
      'an equal picture proves nothing',
      { title: 'Stanley Quencher H2.0 Tumbler 40 oz, Rose Quartz', brand: 'Stanley', color: 'Rose Quartz' },
      0,
    ],
    [
      'unrelated',
      'a copy with an equal picture',
      { title: 'Quencher Tumbler 40 oz with Handle', brand: 'Meoky', color: 'Rose' },
      2,
    ],
    [
      'similar',
      'a smaller one',
      { title: 'Stanley Quencher H2.0 Tumbler 30 oz, Rose Quartz', brand: 'Stanley', color: 'Rose Quartz' },
      4,
    ],
  ],
)

export const MEDIA_AND_TRAPS: GoldenCase[] = [
  ...toys,
  ...books,
  ...games,
  ...ps,
  ...filters,
  ...screws,
  ...cosmetics,
  ...scents,
  ...regional,
  ...wrongCodes,
  ...families,
  ...sides,
  ...generic,
  ...asins,
  ...pictures,
]
