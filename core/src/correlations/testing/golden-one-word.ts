import type { MarketplaceCode } from '../../marketplaces.ts'
import type { JudgedRelation } from '../evidence.ts'
import { casesOf, type GoldenCase, withCheckDigit } from './golden-case.ts'

const CODE = withCheckDigit('400638133393')

type Pair = [expected: JudgedRelation, brand: string, parent: string, candidate: string, in_?: string]

/** `in_`: the marketplaces of the two; the US for both by default. */
const PAIRS: Pair[] = [
  ['similar', 'Gillette', 'Gillette Fusion5 Razor Handle', 'Gillette Fusion5 Razor Blades'],
  ['similar', 'Oral-B', 'Oral-B iO Series 5 Electric Toothbrush', 'Oral-B iO Series 5 Brush Heads'],
  ['similar', 'Dyson', 'Dyson V11 Cordless Vacuum Cleaner', 'Dyson V11 Cordless Vacuum Cleaner Battery'],
  ['similar', 'CeraVe', 'CeraVe Moisturizing Cream', 'CeraVe Moisturizing Cream Travel Size'],
  ['similar', 'Olaplex', 'Olaplex No. 3 Hair Perfector', 'Olaplex No. 3 Hair Perfector Trial Size'],
  ['similar', 'Yankee Candle', 'Yankee Candle Large Jar Clean Cotton', 'Yankee Candle Large Jar Midsummer Night'],
  ['similar', 'Febreze', 'Febreze Air Freshener Spray Linen & Sky', 'Febreze Air Freshener Spray Gain Original'],
  [
    'similar',
    'Optimum Nutrition',
    'Optimum Nutrition Gold Standard Whey Protein Double Rich Chocolate',
    'Optimum Nutrition Gold Standard Whey Protein Cookies and Cream',
  ],
  ['similar', 'Pringles', 'Pringles Potato Crisps Sour Cream & Onion', 'Pringles Potato Crisps Pizza'],
  ['similar', 'Dove', 'Dove Body Wash Deep Moisture', 'Dove Body Wash Deep Moisture Gift Set'],
  ['similar', 'Lush', 'Lush Bath Bomb Intergalactic', 'Lush Bath Bomb Intergalactic Gift Box'],
  ['similar', 'Mueller', 'Mueller Wrist Brace Left Hand', 'Mueller Wrist Brace Right Hand'],
  ['similar', 'Wilson', 'Wilson Golf Driver Left Handed', 'Wilson Golf Driver'],
  ['similar', 'Conair', 'Conair Hair Dryer 1875 Watt 110V', 'Conair Hair Dryer 1875 Watt 220V'],
  ['similar', 'Anker', 'Anker Charger 65W', 'Anker Charger 65W EU'],
  ['similar', 'FIFA', 'EA Sports FC 25 Standard Edition', 'EA Sports FC 25 Ultimate Edition'],
  ['similar', 'Disney', 'The Mandalorian Complete First Season', 'The Mandalorian Complete Second Season'],
  ['similar', 'Rand McNally', 'Rand McNally Road Atlas 2025', 'Rand McNally Road Atlas 2026'],
  ['similar', 'Bounty', 'Bounty Paper Towels', 'Bounty Paper Towels Pallet'],
  ['similar', 'Poland Spring', 'Poland Spring Water Bottle', 'Poland Spring Water Bottle Case'],
  ['similar', 'Crocs', 'Crocs Classic Clog', 'Crocs Classic Clog Kids'],
  ['similar', 'Colgate', 'Colgate Optic White Toothpaste', 'Colgate Optic White Toothpaste Youth'],
  ['similar', 'Apple', 'Apple AirPods Pro', 'Apple AirPods Pro (Renewed)'],
  ['similar', 'Bose', 'Bose QuietComfort Headphones', 'Bose QuietComfort Headphones Certified Refurbished'],
  ['similar', 'Canon', 'Canon EOS R50 Camera Body', 'Canon EOS R50 Camera with Lens'],
  ['similar', 'Ninja', 'Ninja Air Fryer', 'Ninja Air Fryer with Cookbook'],
  ['similar', 'Hydro Flask', 'Hydro Flask Wide Mouth Bottle', 'Hydro Flask Wide Mouth Straw Lid'],
  ['similar', 'Contigo', 'Contigo Autoseal Travel Mug', 'Contigo Autoseal Travel Mug Gasket'],
  ['similar', 'Swiffer', 'Swiffer WetJet Mop Starter Kit', 'Swiffer WetJet Mop Cleaning Solution'],
  ['similar', 'Brita', 'Brita Water Filter Pitcher', 'Brita Water Filter Cartridge'],
  ['similar', 'Tide', 'Tide Laundry Detergent Original', 'Tide Laundry Detergent Free & Gentle'],
  ['similar', 'Purina', 'Purina Pro Plan Dog Food Chicken', 'Purina Pro Plan Dog Food Salmon'],
  ['similar', 'Purina', 'Purina Pro Plan Dry Dog Food Puppy', 'Purina Pro Plan Dry Dog Food Senior'],
  ['similar', 'Huggies', 'Huggies Little Snugglers Diapers Newborn', 'Huggies Little Snugglers Diapers Preemie'],
  ['similar', 'Logitech', 'Logitech Wireless Mouse for Mac', 'Logitech Wireless Mouse'],
  ['similar', 'Kindle', 'Kindle Paperwhite with Ads', 'Kindle Paperwhite without Ads'],
  ['similar', 'Nespresso', 'Nespresso Vertuo Capsules Intenso', 'Nespresso Vertuo Capsules Odacio'],
  ['similar', 'Maybelline', 'Maybelline Fit Me Foundation Ivory', 'Maybelline Fit Me Foundation Porcelain'],
  ['similar', 'Samsonite', 'Samsonite Winfield Luggage Carry-On', 'Samsonite Winfield Luggage Checked'],
  ['similar', 'Simmons', 'Simmons Beautyrest Mattress Queen', 'Simmons Beautyrest Mattress Twin'],
  ['similar', 'Monopoly', 'Monopoly Board Game Classic', 'Monopoly Board Game Cheaters'],
  ['similar', 'Harry Potter', 'Harry Potter and the Goblet of Fire', 'Harry Potter and the Order of the Phoenix'],
  ['similar', 'Ray-Ban', 'Ray-Ban Aviator Sunglasses Polarized', 'Ray-Ban Aviator Sunglasses'],
  ['similar', 'Lodge', 'Lodge Cast Iron Skillet', 'Lodge Cast Iron Skillet Lid'],
  ['similar', "Levi's", "Levi's 501 Original Fit Jeans Big & Tall", "Levi's 501 Original Fit Jeans"],
  ['similar', 'Nivea', 'Nivea Creme Dose 400 ml', 'Nivea Soft Dose 400 ml', 'DE DE'],
  ['similar', 'Persil', 'Persil Universal Waschmittel', 'Persil Color Waschmittel'],
  ['similar', 'Kenwood', 'Kenwood Stand Mixer', 'Kenwood Stand Mixer Ersatzschüssel', 'US DE'],
  ['similar', '花王', '花王 アタック 洗剤 本体', '花王 アタック 洗剤 詰替用', 'JP JP'],
  ['same', 'Anker', 'Anker PowerCore 10000 Portable Charger', 'Anker PowerCore 10000 Powerbank', 'US DE'],
  [
    'same',
    'CeraVe',
    'CeraVe Moisturizing Cream 16 oz',
    'CeraVe Moisturizing Cream, 16 Ounce, Body and Face Moisturizer',
  ],
  ['same', 'Lodge', 'Lodge Cast Iron Skillet 10.25 inch', 'Lodge 10.25 Inch Cast Iron Skillet, Pre-Seasoned, Black'],
  ['same', 'Bose', 'Bose QuietComfort Headphones', 'Bose QuietComfort Headphones'],
  ['same', 'Oral-B', 'Oral-B iO Series 5 Electric Toothbrush', 'Oral-B iO Series 5 Elektrische Zahnbürste', 'US DE'],
  ['similar', 'Dove', 'Dove Deodorant Stick', 'Dove Deo Nachfüllpack', 'US DE'],
  ['similar', 'Yeti', 'Yeti Rambler Tumbler 20 oz', 'Yeti Rambler Deckel', 'US DE'],
  [
    'similar',
    'Stanley',
    'Stanley Quencher Tumbler Rose Quartz 40 oz',
    'Stanley Quencher Tumbler Rose Quartz 40 oz Straw Replacement',
  ],
  ['similar', 'Rowenta', 'Rowenta Steam Iron DW5080', 'Rowenta Steam Iron DW5080 Sole Plate'],
  [
    'similar',
    'Nespresso',
    'Nespresso Vertuo Next Coffee Machine',
    'Nespresso Vertuo Next Coffee Machine Bundle with Aeroccino',
  ],
  ['similar', 'Chanel', 'Chanel No 5 Eau de Parfum Spray', 'Chanel No 5 Eau de Toilette Spray'],
  ['similar', 'Chanel', 'Chanel Coco Eau de Parfum 100 ml', 'Chanel Coco Eau de Parfum 100 ml Tester'],
  ['similar', 'Nike', 'Nike Brasilia Duffel Small', 'Nike Brasilia Duffel Medium'],
  ['similar', 'Topps', 'Topps Baseball Cards Hobby Box', 'Topps Baseball Cards Blaster Box'],
  ['similar', "Burt's Bees", "Burt's Bees Lip Balm Beeswax", "Burt's Bees Lip Balm Pomegranate"],
  ['similar', 'Scotts', 'Scotts Turf Builder Spring', 'Scotts Turf Builder Fall'],
  ['similar', 'Advent', 'Lindt Advent Calendar Classic', 'Lindt Advent Calendar Teddy'],
  ['similar', 'Fitbit', 'Fitbit Charge 6 Tracker', 'Fitbit Charge 6 Tracker Screen Protector'],
  ['similar', 'Casio', 'Casio G-Shock Watch', 'Casio G-Shock Watch Band'],
  ['similar', 'Shark', 'Shark Vacuum Upright', 'Shark Vacuum Stick'],
  ['similar', 'Huggies', 'Huggies Wipes Natural Care', 'Huggies Wipes Cucumber'],
  ['similar', '資生堂', '資生堂 シャンプー', '資生堂 コンディショナー', 'JP JP'],
  ['similar', 'Philips', 'Philips Sonicare Toothbrush', 'Philips Sonicare Aufsteckbürsten', 'US DE'],
  ['similar', 'Gardena', 'Gardena Gartenschlauch', 'Gardena Gartenschlauchwagen', 'DE DE'],
  [
    'same',
    'Ninja',
    'Ninja Blender BL610 Professional 1000 Watts',
    'Ninja BL610 Professional Blender, 72 Oz Pitcher, 1000 W',
  ],
  ['same', 'Philips', 'Philips Sonicare Toothbrush', 'Philips Sonicare Elektrische Zahnbürste', 'US DE'],
  ['same', 'Apple', 'Apple AirTag', 'Apple AirTag', 'US UK'],
]

/** One barcode on two titles that differ in a word or two, of which no list can hold all. */
export const ONE_WORD_APART: GoldenCase[] = PAIRS.flatMap(([expected, brand, parent, candidate, places = 'US US']) => {
  // safe: written above
  const [mine, other] = places.split(' ') as [MarketplaceCode, MarketplaceCode]
  return casesOf({ title: parent, brand, codes: [CODE], marketplace: mine }, [
    [expected, `${parent} and ${candidate}`, { title: candidate, brand, codes: [CODE], marketplace: other }],
  ])
})
