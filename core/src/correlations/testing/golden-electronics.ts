import { casesOf, type Details, type GoldenCase, withCheckDigit } from './golden-case.ts'

const SONY_EAN = withCheckDigit('454873613257')
const SONY: Details = {
  title: 'Sony WH-1000XM5 Wireless Noise Canceling Headphones, Black',
  brand: 'Sony',
  model: 'WH1000XM5',
  part_number: 'WH1000XM5/B',
  color: 'Black',
  codes: [SONY_EAN],
  number_of_items: 1,
}
const sony: GoldenCase[] = casesOf(SONY, [
  [
    'same',
    'EAN, title in German',
    {
      marketplace: 'DE',
      title: 'Sony WH-1000XM5 kabellose Bluetooth Noise Cancelling Kopfhörer, Schwarz',
      brand: 'Sony',
      model: 'WH1000XM5',
      color: 'Schwarz',
      codes: [SONY_EAN],
      number_of_items: 1,
    },
  ],
  [
    'same',
    'UPC and EAN-13 with a zero in front',
    {
      marketplace: 'CA',
      title: 'Sony WH-1000XM5 Noise Canceling Wireless Headphones - Black',
      brand: 'SONY',
      model: 'WH-1000XM5',
      color: 'Black',
      codes: [`0${SONY_EAN}`],
      number_of_items: 1,
    },
  ],
  [
    'same',
    'EAN, title in Japanese',
    {
      marketplace: 'JP',
      title: 'ソニー ワイヤレスノイズキャンセリングヘッドホン WH-1000XM5 ブラック',
      brand: 'ソニー(SONY)',
      model: 'WH-1000XM5',
      color: 'ブラック',
      codes: [SONY_EAN],
    },
  ],
  [
    'same',
    'brand and model, no code',
    {
      marketplace: 'FR',
      title: 'Sony WH-1000XM5 Casque Bluetooth à réduction de bruit, Noir',
      brand: 'Sony',
      model: 'WH-1000XM5',
      part_number: 'WH1000XM5/B',
      color: 'Noir',
    },
  ],
  [
    'same',
    'two ASINs of one product',
    {
      title: 'Sony WH-1000XM5 Headphones Wireless Noise Canceling (Black)',
      brand: 'Sony',
      model: 'WH1000XM5',
      part_number: 'WH1000XM5/B',
      color: 'Black',
      codes: [SONY_EAN],
    },
  ],
  [
    'similar',
    'another color',
    {
      title: 'Sony WH-1000XM5 Wireless Noise Canceling Headphones, Silver',
      brand: 'Sony',
      model: 'WH1000XM5',
      part_number: 'WH1000XM5/S',
      color: 'Silver',
      codes: [withCheckDigit('454873613258')],
    },
  ],
  [
    'similar',
    'another color, color only in the title',
    {
      marketplace: 'DE',
      title: 'Sony WH-1000XM5 Kopfhörer Silber',
      brand: 'Sony',
      model: 'WH1000XM5',
      part_number: 'WH1000XM5',
    },
  ],
  [
    'similar',
    'the model before',
    {
      title: 'Sony WH-1000XM4 Wireless Noise Canceling Headphones, Black',
      brand: 'Sony',
      model: 'WH1000XM4',
      color: 'Black',
      codes: [withCheckDigit('454873611214')],
    },
  ],
  [
    'similar',
    'the model before with the code of this one',
    {
      title: 'Sony WH-1000XM4 Wireless Noise Canceling Headphones, Black',
      brand: 'Sony',
      model: 'WH1000XM4',
      color: 'Black',
      codes: [SONY_EAN],
    },
  ],
  [
    'similar',
    'renewed, with the code of the new one',
    {
      title: 'Sony WH-1000XM5 Wireless Noise Canceling Headphones, Black (Renewed)',
      brand: 'Sony',
      model: 'WH1000XM5',
      color: 'Black',
      codes: [SONY_EAN],
    },
  ],
  [
    'similar',
    'renewed in German',
    {
      marketplace: 'DE',
      title: 'Sony WH-1000XM5 Kopfhörer Schwarz (Generalüberholt)',
      brand: 'Sony',
      model: 'WH1000XM5',
      color: 'Schwarz',
      codes: [SONY_EAN],
    },
  ],
  [
    'unrelated',
    'ear pads for it',
    { title: 'Replacement Ear Pads for Sony WH-1000XM5 Headphones, Black', brand: 'Geekria', color: 'Black' },
  ],
  [
    'unrelated',
    'a case for it with its code',
    {
      title: 'Hard Case Compatible with Sony WH-1000XM5 Wireless Headphones',
      brand: 'Sony',
      model: 'WH1000XM5',
      codes: [SONY_EAN],
    },
  ],
  [
    'unrelated',
    'another brand',
    {
      title: 'Bose QuietComfort Ultra Wireless Noise Canceling Headphones, Black',
      brand: 'Bose',
      model: '880066-0100',
      color: 'Black',
    },
  ],
  [
    'similar',
    'a bundle with a case',
    {
      title: 'Sony WH-1000XM5 Wireless Noise Canceling Headphones, Black Bundle with Hard Case',
      brand: 'Sony',
      model: 'WH1000XM5',
      color: 'Black',
      codes: [SONY_EAN],
    },
  ],
  [
    'variation',
    'one parent',
    {
      title: 'Sony WH-1000XM5 Headphones, Smoky Pink',
      brand: 'Sony',
      model: 'WH1000XM5',
      color: 'Smoky Pink',
      variations: [{ asin: 'B0PARENT01', attributes: [] }],
    },
  ],
])

const IPHONE_EAN = withCheckDigit('19425303856')
const IPHONE: Details = {
  title: 'Apple iPhone 15, 128GB, Black - Unlocked',
  brand: 'Apple',
  model: 'iPhone 15',
  part_number: 'MTMH3LL/A',
  color: 'Black',
  size: '128GB',
  codes: [IPHONE_EAN],
}
const phones: GoldenCase[] = casesOf(IPHONE, [
  [
    'same',
    'same code',
    {
      title: 'Apple iPhone 15 (128 GB) - Black',
      brand: 'Apple',
      part_number: 'MTMH3LL/A',
      color: 'Black',
      size: '128 GB',
      codes: [IPHONE_EAN],
    },
  ],
  [
    'similar',
    'more memory',
    {
      title: 'Apple iPhone 15, 256GB, Black - Unlocked',
      brand: 'Apple',
      model: 'iPhone 15',
      color: 'Black',
      size: '256GB',
    },
  ],
  [
    'similar',
    'more memory with this one’s code',
    {
      title: 'Apple iPhone 15, 256GB, Black - Unlocked',
      brand: 'Apple',
      model: 'iPhone 15',
      color: 'Black',
      size: '256GB',
      codes: [IPHONE_EAN],
    },
  ],
  [
    'similar',
    'the phone before',
    {
      title: 'Apple iPhone 14, 128GB, Black - Unlocked',
      brand: 'Apple',
      model: 'iPhone 14',
      color: 'Black',
      size: '128GB',
    },
  ],
  [
    'similar',
    'the phone before with this one’s code',
    { title: 'Apple iPhone 14, 128GB, Black', brand: 'Apple', color: 'Black', size: '128GB', codes: [IPHONE_EAN] },
  ],
  [
    'similar',
    'Pro',
    {
      title: 'Apple iPhone 15 Pro, 128GB, Black - Unlocked',
      brand: 'Apple',
      model: 'iPhone 15 Pro',
      color: 'Black',
      size: '128GB',
      codes: [IPHONE_EAN],
    },
  ],
  [
    'similar',
    'Plus, without codes',
    { title: 'Apple iPhone 15 Plus 128GB Black', brand: 'Apple', color: 'Black', size: '128GB' },
  ],
  [
    'similar',
    'renewed',
    {
      title: 'Apple iPhone 15, 128GB, Black - Unlocked (Renewed)',
      brand: 'Apple',
      model: 'iPhone 15',
      color: 'Black',
      size: '128GB',
      codes: [IPHONE_EAN],
    },
  ],
  ['unrelated', 'a case for it', { title: 'ESR Case Compatible with iPhone 15, Black', brand: 'ESR', color: 'Black' }],
  [
    'unrelated',
    'glass for it',
    { title: '[3 Pack] Screen Protector for iPhone 15, compatible with iPhone 15', brand: 'Ailun' },
  ],
  [
    'similar',
    'part number with another region',
    {
      marketplace: 'DE',
      title: 'Apple iPhone 15 (128 GB) - Schwarz',
      brand: 'Apple',
      part_number: 'MTP03ZD/A',
      color: 'Schwarz',
      size: '128 GB',
      codes: [withCheckDigit('195949035951')],
    },
  ],
  [
    'variation',
    'one parent, other color',
    {
      title: 'Apple iPhone 15, 128GB, Pink',
      brand: 'Apple',
      model: 'iPhone 15',
      color: 'Pink',
      size: '128GB',
      variations: [{ asin: 'B0PARENT01', attributes: [] }],
    },
  ],
])

const ECHO_EAN = withCheckDigit('84026830101')
const ECHO: Details = {
  title: 'Echo Dot (5th Gen, 2022 release) | Smart speaker with Alexa | Charcoal',
  brand: 'Amazon',
  model: 'C2N6L4',
  color: 'Charcoal',
  codes: [ECHO_EAN],
  package_quantity: 1,
}
const speakers: GoldenCase[] = casesOf(ECHO, [
  [
    'same',
    'German title',
    {
      marketplace: 'DE',
      title: 'Echo Dot (5. Generation, 2022) | Smarter Lautsprecher mit Alexa | Anthrazit',
      brand: 'Amazon',
      color: 'Anthrazit',
      codes: [ECHO_EAN],
    },
  ],
  [
    'same',
    'no year in the title',
    {
      marketplace: 'UK',
      title: 'Echo Dot (5th generation) smart speaker with Alexa, Charcoal',
      brand: 'Amazon',
      model: 'C2N6L4',
      color: 'Charcoal',
      codes: [ECHO_EAN],
    },
  ],
  [
    'similar',
    'the generation before',
    {
      title: 'Echo Dot (4th Gen, 2020 release) | Smart speaker with Alexa | Charcoal',
      brand: 'Amazon',
      color: 'Charcoal',
      codes: [withCheckDigit('84008052362')],
    },
  ],
  [
    'similar',
    'the generation before with this one’s code',
    {
      marketplace: 'FR',
      title: 'Echo Dot (4e génération) Enceinte connectée avec Alexa, Anthracite',
      brand: 'Amazon',
      codes: [ECHO_EAN],
    },
  ],
  [
    'similar',
    'another generation in Japanese',
    {
      marketplace: 'JP',
      title: 'Echo Dot (第4世代) スマートスピーカー with Alexa チャコール',
      brand: 'Amazon',
      codes: [ECHO_EAN],
    },
  ],
  [
    'similar',
    'for kids',
    {
      title: 'Echo Dot (5th Gen, 2022 release) Kids | Smart speaker with Alexa | Owl',
      brand: 'Amazon',
      model: 'C2N6L4',
      color: 'Owl',
    },
  ],
  [
    'similar',
    'renewed',
    {
      title: 'Certified Refurbished Echo Dot (5th Gen, 2022 release) | Smart speaker with Alexa | Charcoal',
      brand: 'Amazon',
      model: 'C2N6L4',
      color: 'Charcoal',
      codes: [ECHO_EAN],
    },
  ],
  ['unrelated', 'a mount', { title: 'Wall Mount Holder designed for Echo Dot 5th Gen', brand: 'HomeMount' }],
  [
    'similar',
    'a pack of two',
    {
      title: 'Echo Dot (5th Gen, 2022 release) | Charcoal | 2-Pack',
      brand: 'Amazon',
      model: 'C2N6L4',
      color: 'Charcoal',
      codes: [ECHO_EAN],
      package_quantity: 2,
    },
  ],
  [
    'pack_unclear',
    'two in a field, one in the title',
    {
      title: 'Echo Dot (5th Gen, 2022 release) | Smart speaker with Alexa | Charcoal',
      brand: 'Amazon',
      model: 'C2N6L4',
      color: 'Charcoal',
      codes: [ECHO_EAN],
      package_quantity: 2,
      number_of_items: 1,
    },
  ],
])

const CABLE_EAN = withCheckDigit('84806114361')
const CABLE: Details = {
  title: 'Anker USB-C to USB-C Cable (6 ft, 2-Pack), 60W Fast Charging Cord, Black',
  brand: 'Anker',
  model: 'A8754',
  color: 'Black',
  codes: [CABLE_EAN],
  number_of_items: 2,
  package_quantity: 2,
}
const cables: GoldenCase[] = casesOf(CABLE, [
  [
    'same',
    'two pieces in German, feet and meters',
    {
      marketplace: 'DE',
      title: 'Anker USB-C auf USB-C Kabel, 1,83 m, 2er-Pack, 60W, Schwarz',
      brand: 'Anker',
      model: 'A8754',
      color: 'Schwarz',
      codes: [CABLE_EAN],
      number_of_items: 2,
    },
  ],
  [
    'similar',
    'one cable with the code of two',
    {
      title: 'Anker USB-C to USB-C Cable (6 ft), 60W Fast Charging Cord, Black',
      brand: 'Anker',
      model: 'A8754',
      color: 'Black',
      codes: [CABLE_EAN],
      number_of_items: 1,
      package_quantity: 1,
    },
  ],
  [
    'pack_unclear',
    'nothing says how many',
    {
      title: 'Anker USB-C to USB-C Cable (6 ft), 60W Fast Charging Cord, Black',
      brand: 'Anker',
      model: 'A8754',
      color: 'Black',
      codes: [CABLE_EAN],
    },
  ],
  [
    'pack_unclear',
    'fields disagree with the title',
    {
      title: 'Anker USB-C to USB-C Cable (6 ft, 2-Pack), 60W, Black',
      brand: 'Anker',
      model: 'A8754',
      color: 'Black',
      codes: [CABLE_EAN],
      number_of_items: 1,
    },
  ],
  [
    'similar',
    'another length',
    {
      title: 'Anker USB-C to USB-C Cable (3 ft, 2-Pack), 60W Fast Charging Cord, Black',
      brand: 'Anker',
      model: 'A8753',
      color: 'Black',
      number_of_items: 2,
    },
  ],
  [
    'similar',
    'another length with the same code',
    {
      title: 'Anker USB-C to USB-C Cable (10 ft, 2-Pack), 60W Fast Charging Cord, Black',
      brand: 'Anker',
      color: 'Black',
      codes: [CABLE_EAN],
      number_of_items: 2,
    },
  ],
  [
    'similar',
    'another power',
    {
      title: 'Anker USB-C to USB-C Cable (6 ft, 2-Pack), 100W Fast Charging Cord, Black',
      brand: 'Anker',
      color: 'Black',
      codes: [CABLE_EAN],
      number_of_items: 2,
    },
  ],
  [
    'similar',
    'white',
    {
      title: 'Anker USB-C to USB-C Cable (6 ft, 2-Pack), 60W Fast Charging Cord, White',
      brand: 'Anker',
      model: 'A8754',
      color: 'White',
      number_of_items: 2,
    },
  ],
  [
    'unrelated',
    'another maker',
    {
      title: 'UGREEN USB-C to USB-C Cable (6 ft, 2-Pack), 60W, Black',
      brand: 'UGREEN',
      color: 'Black',
      number_of_items: 2,
    },
  ],
])

const CARD_EAN = withCheckDigit('61965918643')
const CARD: Details = {
  title: 'SanDisk 128GB Extreme microSDXC UHS-I Memory Card with Adapter',
  brand: 'SanDisk',
  model: 'SDSQXAA-128G',
  codes: [CARD_EAN],
}
const memory: GoldenCase[] = casesOf(CARD, [
  [
    'same',
    'brand and model, no code',
    {
      marketplace: 'UK',
      title: 'SanDisk Extreme 128 GB microSDXC Memory Card + SD Adapter',
      brand: 'SanDisk',
      model: 'SDSQXAA-128G',
    },
  ],
  [
    'same',
    'same code in Spain',
    {
      marketplace: 'ES',
      title: 'SanDisk Extreme Tarjeta de memoria microSDXC de 128 GB con adaptador',
      brand: 'SanDisk',
      codes: [CARD_EAN],
    },
  ],
  [
    'similar',
    'half of it',
    {
      title: 'SanDisk 64GB Extreme microSDXC UHS-I Memory Card with Adapter',
      brand: 'SanDisk',
      model: 'SDSQXAH-064G',
      codes: [withCheckDigit('61965918642')],
    },
  ],
  [
    'similar',
    'twice with the same code',
    { title: 'SanDisk 256GB Extreme microSDXC UHS-I Memory Card with Adapter', brand: 'SanDisk', codes: [CARD_EAN] },
  ],
  [
    'similar',
    'Extreme Pro',
    {
      title: 'SanDisk 128GB Extreme Pro microSDXC UHS-I Memory Card with Adapter',
      brand: 'SanDisk',
      model: 'SDSQXCD-128G',
      codes: [CARD_EAN],
    },
  ],
  [
    'similar',
    'model with a region at its end',
    {
      title: 'SanDisk 128GB Extreme microSDXC UHS-I Card',
      brand: 'SanDisk',
      model: 'SDSQXAA-128G-GN6MA',
      codes: [withCheckDigit('61965918649')],
    },
  ],
  [
    'pack_unclear',
    'a multipack with the same code',
    {
      title: 'SanDisk 128GB Extreme microSDXC Memory Card Multipack',
      brand: 'SanDisk',
      model: 'SDSQXAA-128G',
      codes: [CARD_EAN],
    },
  ],
])

export const ELECTRONICS: GoldenCase[] = [...sony, ...phones, ...speakers, ...cables, ...memory]
