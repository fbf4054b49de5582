import type { JudgedRelation } from '../evidence.ts'
import { casesOf, type Details, type GoldenCase, withCheckDigit } from './golden-case.ts'

const CODE = withCheckDigit('400638133393')

/** Two products under one barcode, of which only the titles say that they are two. */
const pair = (
  expected: JudgedRelation,
  why: string,
  brand: string,
  parent: string,
  candidate: string,
  more: Details = {},
): GoldenCase[] =>
  casesOf({ title: parent, brand, codes: [CODE] }, [
    [expected, why, { title: candidate, brand, codes: [CODE], ...more }],
  ])

export const WRONG_CODES: GoldenCase[] = [
  ...pair(
    'similar',
    'a tablet with a mobile network',
    'Samsung',
    'Samsung Galaxy Tab S9 128GB Wi-Fi',
    'Samsung Galaxy Tab S9 128GB 5G',
  ),
  ...pair('similar', 'Pro only in one language', 'Ninja', 'Ninja Foodi Pro Blender', 'Ninja Foodi Batidora', {
    marketplace: 'ES',
  }),
  ...pair('similar', 'a refill', 'Dove', 'Dove Deodorant Starter Kit', 'Dove Deodorant Refill'),
  ...pair(
    'similar',
    'only the lid',
    'Yeti',
    'Yeti Rambler 20 oz Tumbler',
    'Yeti Rambler Magslider Lid for 20 oz Tumbler',
  ),
  ...pair('similar', 'used, in German', 'Bosch', 'Bosch Drill PSB 500', 'Bosch Bohrmaschine PSB 500 gebraucht', {
    marketplace: 'DE',
  }),
  ...pair('similar', 'an opened box', 'Bosch', 'Bosch Drill PSB 500', 'Bosch Drill PSB 500 (Open Box)'),
  ...pair('unrelated', 'a French case for it', 'Apple', 'Apple iPhone 15 128 GB', 'Coque pour iPhone 15', {
    marketplace: 'FR',
  }),
  ...pair(
    'similar',
    'the tool only',
    'Makita',
    'Makita 18V Cordless Drill XFD131',
    'Makita 18V Cordless Drill XFD131 Tool Only',
  ),
  ...pair(
    'similar',
    'with a charger',
    'Makita',
    'Makita 18V Cordless Drill XFD13Z',
    'Makita 18V Cordless Drill XFD13Z with Charger',
  ),
  ...pair(
    'similar',
    'without caffeine',
    'Lavazza',
    'Lavazza Espresso Ground Coffee 8.8 oz',
    'Lavazza Espresso Decaf Ground Coffee 8.8 oz',
  ),
  ...pair('similar', 'Roman numerals', 'Marshall', 'Marshall Acton II Speaker', 'Marshall Acton III Speaker'),
  ...pair('similar', 'V2 and V3', 'Blue', 'Blue Yeti Microphone V2', 'Blue Yeti Microphone V3'),
  ...pair('similar', 'another season', 'Warner', 'Friends Season 1 DVD', 'Friends Season 2 DVD'),
  ...pair('similar', 'another volume', 'VIZ', 'Naruto, Vol. 1, Paperback', 'Naruto, Vol. 2, Paperback'),
  ...pair('similar', 'women’s', 'Nike', 'Nike Air Max 270 Men', "Nike Air Max 270 Women's"),
  ...pair('similar', 'a download and a disc', 'Microsoft', 'Minecraft Xbox Digital Code', 'Minecraft Xbox Disc'),
  ...pair('similar', 'another frame', 'Ikea', 'Picture Frame 20 x 30 cm', 'Picture Frame 30 x 40 cm'),
  ...pair('same', 'six in words', 'Heinz', 'Heinz Ketchup 32 oz Six Pack', 'Heinz Ketchup 32 oz (Pack of 6)'),
  ...pair('same', 'bars and count', 'Dial', 'Dial Soap 3 bars', 'Dial Soap 3 count'),
  ...pair(
    'pack_unclear',
    'a German set and an English pack',
    'Möve',
    'Möve Towels Pack of 3',
    'Möve Handtücher 3er Set',
    { marketplace: 'DE' },
  ),
  ...pair('pack_unclear', 'nothing but a code', 'Acme', '', ''),
  ...pair(
    'similar',
    'a keyboard and a mouse of one line',
    'Logitech',
    'Logitech MX Keys Wireless Keyboard',
    'Logitech MX Master Wireless Mouse',
  ),
  ...pair(
    'same',
    'a long title and a short one',
    'Stanley',
    'Stanley Quencher H2.0 FlowState Tumbler 40 oz with Handle and Straw, Stainless Steel Vacuum Insulated',
    'Stanley Quencher 40oz Tumbler',
  ),
  ...pair(
    'same',
    'works with a platform',
    'Kasa',
    'Kasa Smart Plug HS103P2, Works with Alexa, 2-Pack',
    'Kasa Smart Plug HS103P2 2 Pack compatible with Alexa and Google Home',
  ),
  ...pair(
    'same',
    'quarts and liters',
    'Instant Pot',
    'Instant Pot Duo 7-in-1 Pressure Cooker, 6 Quart',
    'Instant Pot Duo 7-in-1 Smart Cooker, 5.7L',
    { marketplace: 'UK' },
  ),
]
