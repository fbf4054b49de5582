import { describe, expect, test } from 'vitest'
import { type CategoryAspect, checkAspects, findAspect } from './aspects.ts'
import { conditionOf } from './conditions.ts'
import { describeListing, fitWords, textOfHtml } from './listing-text.ts'
import { profitOfSale } from './profit.ts'
import { CreateQuickList, type QuickListFacts } from './schema.ts'

describe('a title', () => {
  test.each([
    ['Prime Rib Knife by Amazon Basics', 80, 'Prime Rib Knife by Amazon Basics'],
    ['One  two\n three', 80, 'One two three'],
    ['One, two three', 8, 'One, two'],
    ['One two, three', 9, 'One two'],
    ['One two – three', 10, 'One two'],
    ['One two three', 7, 'One two'],
    ['Donaudampfschiff', 5, 'Donau'],
    ['', 80, ''],
  ])('"%s" in %i characters is "%s": whole words, and none left out', (text, length, expected) => {
    expect(fitWords(text, length)).toBe(expected)
  })
  test('never splits a character', () => {
    expect(fitWords('😀😀😀', 3)).toBe('😀')
  })
})

describe('a description', () => {
  test('is escaped in full, with the note at the end', () => {
    const html = describeListing({
      title: 'Mug <16 oz> & lid',
      features: ['Keeps <b>warm</b>', ' '],
      description: '<p>Made of steel &amp; cork</p><script>alert(1)</script>Nice<br>to have',
      note: 'Ships "fast"\n<script>',
    })
    expect(html).toBe(
      '<h2>Mug &lt;16 oz&gt; &amp; lid</h2><ul><li>Keeps warm</li></ul><p>Made of steel &amp; cork</p><p>Nice</p><p>to have</p>' +
        '<p>Ships &quot;fast&quot;</p><p>&lt;script&gt;</p>',
    )
  })
  test('keeps the note when the other text is too long', () => {
    const html = describeListing({ title: 'x', features: [], description: 'y'.repeat(100_000), note: 'Thanks' })
    expect(html).toBe('<h2>x</h2><p>Thanks</p>')
  })
  test.each([
    ['5 < 6 and 7 > 6', '5 < 6 and 7 > 6'],
    ['<img src=x onerror=alert(1)', ''],
    ['a<!-- b -->c', 'a c'],
  ])('the text of %s is %s', (html, text) => {
    expect(textOfHtml(html)).toBe(text)
  })
})

const FACTS: QuickListFacts = {
  title: 'Sony WH-1000 Wireless Headphones, Black',
  brand: 'SONY',
  manufacturer: 'Sony Group',
  model: null,
  part_number: 'WH1000/B',
  color: 'Black',
  size: null,
  material: null,
  style: null,
  pattern: null,
  scent: null,
  item_form: null,
  upc: null,
  ean: null,
  features: [],
  description: null,
  image_names: [],
}
const aspect = (name: string, change: Partial<CategoryAspect> = {}): CategoryAspect => ({
  name,
  is_required: true,
  is_selection_only: false,
  is_many: false,
  max_length: 65,
  options: [],
  ...change,
})

describe('the aspects of a category', () => {
  const connectivity = { is_selection_only: true, options: ['Wired', 'Wireless', 'Wired & Wireless'] }
  test.each([
    [aspect('Brand', { options: ['Sony', 'JBL'] }), ['Sony'], 'product'],
    [aspect('brand'), ['SONY'], 'product'],
    [aspect('Brand', { is_selection_only: true, options: ['LEGO'] }), [], null],
    [aspect('Model'), ['WH1000/B'], 'product'],
    [aspect('Connectivity', connectivity), ['Wireless'], 'title'],
    [aspect('Material'), [], null],
    // The title names two different values, so neither is chosen.
    [aspect('Kind', { options: ['Wireless', 'Headphones'] }), [], null],
    [aspect('Kind', { options: ['Headphones', 'Wireless Headphones'] }), ['Wireless Headphones'], 'title'],
    // "Wire" is part of a word, not a word.
    [aspect('Kind', { options: ['Wire'] }), [], null],
  ])('%o is found as %o', (asked, values, found_in) => {
    expect(findAspect(asked, FACTS)).toMatchObject({ values, found_in })
  })
  test('a long value keeps whole words and 65 characters', () => {
    const [value] = findAspect(aspect('Color'), { ...FACTS, color: `${'Very '.repeat(20)}Black` }).values
    expect(value?.length).toBeLessThanOrEqual(65)
    expect(value?.endsWith('Very')).toBe(true)
  })
  test('is checked before the request to eBay', () => {
    const asked = [aspect('Brand'), aspect('Type', connectivity), aspect('Color', { is_required: false })]
    const issues = checkAspects(asked, { Type: ['Steam'], Color: ['Red', 'Blue'] })
    expect(issues.map(({ name }) => name)).toEqual(['Brand', 'Type', 'Color'])
    expect(checkAspects(asked, { Brand: ['Sony'], Type: ['Wired'] })).toEqual([])
    expect(checkAspects([aspect('Brand')], { Brand: ['x'.repeat(66)] })).toHaveLength(1)
  })
})

test('an unknown condition is none, and never new', () => {
  expect(conditionOf('1000')).toBe('NEW')
  expect(conditionOf('9999')).toBeNull()
  const listing = {
    asin: '030640615-2'.replace('-', ''),
    title: 'Book',
    price_cents: 999,
    quantity: 1,
    condition: 'USED',
    category_id: '1',
    aspects: {},
    images: ['https://x.test/a.png'],
  }
  expect(CreateQuickList.safeParse(listing).error?.issues.map(({ path }) => path[0])).toEqual(['condition'])
  expect(CreateQuickList.safeParse({ ...listing, condition: 'USED_GOOD' }).success).toBe(true)
})

test('the profit of a sale is the price less fees and cost, to the cent', () => {
  const fees = { fee_bp: 1325, fixed_fee_cents: 40 }
  expect(profitOfSale({ price_cents: 2499, cost_cents: 900, ...fees })).toEqual({ fees_cents: 371, profit_cents: 1228 })
  expect(profitOfSale({ price_cents: 2499, cost_cents: null, ...fees })).toEqual({
    fees_cents: 371,
    profit_cents: null,
  })
})
