import { describe, expect, test } from 'vitest'
import { fc } from '../testing/property.ts'
import { readPackSize } from './pack-size.ts'
import { readTitleWords } from './title-words.ts'

/** `2`, `2x12` for two with twelve each, `?` for unclear. A trailing `-` says that the title names no number of packs. */
function print(title: string): string {
  const { count, inner, certainty } = readPackSize(title)
  if (count === null) return '?'
  return `${count}${inner === null ? '' : `x${inner}`}${certainty === 'none' ? '-' : ''}`
}

describe('stated pack sizes', () => {
  test.each([
    // English
    ['2-Pack', '2'],
    ['Pack of 2 (24 Count Total)', '2x12'],
    ['2 x 500 ml', '2'],
    ['500 ml x 2', '2'],
    ['Twin Pack', '2'],
    ['Pair of', '1x2'],
    ['1 Dozen', '12'],
    ['Set of 4 Knives', '1x4'],
    ['12 Rolls = 48 Regular Rolls', '12'],
    ['AAA Batteries, 48 Count', '48'],
    ['M8 x 20 mm Screws, 50 pcs', '50'],
    ['3-Piece Suit', '1x3'],
    ['250 Sheets × 3', '3x250'],
    ['Case of 12, 12 oz Cans', '12'],
    ['4 Packs of 6', '4x6'],
    ['Green Tea, 20 Count (Pack of 6)', '6x20'],
    ['Two-Pack of Dish Brushes', '2'],
    ['Half Dozen Farm Eggs', '6'],
    ['Quantity: 4', '4'],
    ['8 AA Batteries', '8'],
    ['12 Mega Rolls of Toilet Paper', '12'],
    ['3x Screen Protector', '3'],
    ['2xAA Batteries', '2'],
    ['Gel Pens (x3)', '3'],
    ['Socks, 6 Pairs', '6x2'],
    ['1,000 pcs Zip Ties', '1000'],
    ['24 x 12 Count Wipes', '24x12'],
    ['50 Pieces/Pack, 2 Packs', '2x50'],
    ['4 x 6 x 330 ml', '4x6'],
    ['2 Pack 6 ft Cable', '2'],
    ['Single Pack', '1'],
    ['Two 8 oz bottles', '2'],
    ['Carton of 24', '24'],
    ['Copy Paper, 500 Sheets, 5 Reams', '5x500'],
    ['3 Packungen à 20 Stück', '3x20'],
    ['マスク 5枚入り×2パック', '2x5'],
    ['LEGO Millennium Falcon Building Set, 1,351 Pieces', '1x1351'],
    ['Ravensburger Puzzle, 1000 Teile', '1x1000'],
    // German
    ['6er Pack', '6'],
    ['6er-Pack Glühbirnen', '6'],
    ['3 Stück', '3'],
    ['1.000 Stück Kabelbinder', '1000'],
    ['5er-Set Handtücher', '1x5'],
    ['Doppelpack Zahnpasta', '2'],
    ['6 Paar Socken', '6x2'],
    ['Packung mit 10 Filtern', '10'],
    ['24-teiliges Besteckset', '1x24'],
    ['USB C Kabel 2 x 1 m', '2'],
    ['1 Dutzend Eierbecher', '12'],
    // French, Italian, Spanish
    ['Lot de 3', '3'],
    ['Lot de deux éponges', '2'],
    ['Paire de gants', '1x2'],
    ['Boîte de 50 gants', '50'],
    ['Ensemble de 4 casseroles', '1x4'],
    ['Confezione da 6', '6'],
    ['Set da 6 bicchieri', '1x6'],
    ['Spugne, 3 pezzi', '3'],
    ['Paquete de 2', '2'],
    ['Juego de 6 vasos', '1x6'],
    ['Pilas AA, 12 unidades', '12'],
    ['Pack doble de champú', '2'],
    // Dutch, Polish, Swedish, Portuguese
    ['Batterijen, 8 stuks', '8'],
    ['Opakowanie 6 szt', '6'],
    ['Förpackning med 4', '4'],
    ['Pacote com 3', '3'],
    // Japanese
    ['2個セット', '2'],
    ['10枚入り', '10'],
    ['３本パック', '3'],
    ['コーラ 330ml×24本', '24'],
    ['マスク 50枚入り×3箱', '3x50'],
    ['靴下 3足セット', '3x2'],
    ['3点セット', '1x3'],
    ['鉛筆 1ダース', '12'],
    // Forms of characters
    ['２ Ｐａｃｋ', '2'],
    ['Lot\u00a0de\u202f3', '3'],
    ['2\u2011Pack', '2'],
    ['PACK OF 6', '6'],
    ['Pack\u200b of 2', '2'],
    // The same number twice
    ['Set of 2, 2-Pack', '2'],
    ['4 Pack Light Bulbs (Pack of 4)', '4'],
  ])('%s → %s', (title, size) => {
    expect(print(title)).toBe(size)
  })
})

describe('numbers that are no pack size', () => {
  test.each([
    'USB-C Cable 2 m',
    '2-in-1 Laptop',
    '7-Cup Food Processor',
    '4K',
    '1080p',
    '8-Core',
    'Series 9',
    'iPhone 15',
    'PS5',
    'Size 2',
    '2 Year Warranty',
    'Apple iPhone 15 Case',
    '2024 Model Tablet',
    '2nd Generation Speaker',
    '21st Century Atlas',
    'Galaxy Buds 2 Pro',
    '20 x 30 cm Picture Frame',
    '1920x1080 Monitor 27"',
    '2x4 Lumber Bracket',
    'Camera with 10x Zoom',
    'Binoculars 10x42',
    'Remote Control, requires 2 AA batteries',
    'Speaker (2 batteries included)',
    '400 Thread Count Sheets',
    '20000mAh Power Bank',
    '2XL Shirt',
    'Sony WH-1000XM5',
    'Value Pack Crackers',
    '5 x 8 ft Area Rug',
    'Multi-Surface Cleaner No. 5',
    '単3形 充電池',
    '',
    '   ',
  ])('%s', (title) => {
    expect(readPackSize(title)).toMatchObject({ count: 1, certainty: 'none' })
  })
})

describe('titles that leave it open', () => {
  test.each([
    'Buy 2 Get 1',
    'Buy 2 Get 1 Free Mascara',
    'Seife 2 + 1 gratis',
    '(2 Pack) (3 Pack)',
    'Bowls (2/4/6 pcs)',
    '2-4 Pack',
    'Multipack Socks',
    'Gaming Mouse X3',
    'Water 6 Bottles, 12 Cans',
    'Pack of 5 (12 Count Total)',
    'Battery Pack 2',
    'Batterien 20 + 4 Stück',
    'Batteries 4 x AA + 4 x AAA',
    'Pack of 12 x 2',
    '2x Pack of 3',
  ])('%s', (title) => {
    expect(readPackSize(title)).toMatchObject({ count: null, certainty: 'unclear' })
  })
})

test('a pack of a thing with a number in its name', () => {
  expect(print('iPhone 15 Screen Protector Pack of 2')).toBe('2')
  expect(print('iPhone 15 Pack of 2')).toBe('2')
})

test('what one package holds is no number of packages', () => {
  expect(print('Vitamin C, 120 Capsules')).toBe('1x120-')
  expect(print('Vitamin C, 120 Capsules (Pack of 2)')).toBe('2x120')
})

test('the words that decided are those of the title', () => {
  expect(readPackSize('Green Tea, 20 Count (Pack of 6)').words).toEqual(['20 Count', 'Pack of 6'])
  expect(readPackSize('Éponges, Lot\u00a0de 3').words).toEqual(['Lot de 3'])
})

test('case, blanks and full-width forms change nothing', () => {
  const titles = ['Pack of 2 (24 Count Total)', '6er Pack', 'M8 x 20 mm Screws, 50 pcs', '250 Sheets x 3', '2 x 500 ml']
  const fullWidth = (text: string) => text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
  fc.assert(
    fc.property(
      fc.constantFrom(...titles),
      fc.nat(3),
      fc.constantFrom(' ', '  ', '\u00a0', '\u3000'),
      (title, how, blank) => {
        const other = [title.toUpperCase(), title.toLowerCase(), fullWidth(title), ` ${title} `][how] ?? title
        const { words: _, ...size } = readPackSize(other.replaceAll(' ', blank))
        expect(readPackSize(title)).toMatchObject(size)
      },
    ),
  )
})

test('any text is read, and of a long one only its beginning', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (title) => {
      const { count, inner } = readPackSize(title)
      expect([count ?? 1, inner ?? 1].every((value) => Number.isInteger(value) && value > 0)).toBe(true)
    }),
  )
  for (const title of ['1 x '.repeat(50_000), '9'.repeat(200_000), '2 pack of '.repeat(20_000), '(('.repeat(100_000)]) {
    expect(readTitleWords(title).text.length).toBeLessThanOrEqual(500)
    expect(readPackSize(title).count ?? 1).toBeGreaterThan(0)
  }
})
