import { describe, expect, test } from 'vitest'
import { fc } from '#core/testing/property.ts'
import { decodeEntities, toFacts, waitSeconds } from './mapping.ts'
import { KeepaEnvelope, KeepaProduct } from './types.ts'

const IMAGES = 'https://m.media-amazon.com/images/I'

// Shortened from an answer in Keepa's struct documentation, unknown fields included.
const RECORDED = {
  asin: 'B07XJQW9K2',
  domainId: 1,
  productType: 0,
  title: 'Black &amp; Decker 20V Drill &ndash; 3&#47;8&quot; Chuck  (Renewed)',
  brand: 'BLACK+DECKER',
  manufacturer: 'Stanley',
  rootCategory: 228013,
  categoryTree: [
    { catId: 228013, name: 'Tools &amp; Home Improvement' },
    { catId: 551236, name: 'Power Tools' },
  ],
  images: [
    { l: '71vB+8zXKwL.jpg', lH: 1500, lW: 1500, m: '41vB+8zXKwL.jpg', mH: 500, mW: 500 },
    { l: '81aaaaaaaaL.jpg', m: '41aaaaaaaaL.jpg' },
  ],
  csv: null,
}
const facts = (change: object = {}) => toFacts(KeepaProduct.parse({ ...RECORDED, ...change }), IMAGES)

test('a product gets the texts that people read: plain text, the first large image, its department', () => {
  expect(facts()).toEqual({
    title: 'Black & Decker 20V Drill – 3/8" Chuck (Renewed)',
    image_url: `${IMAGES}/71vB%2B8zXKwL.jpg`,
    brand: 'BLACK+DECKER',
    category: 'Tools & Home Improvement',
  })
})

describe('an incomplete product', () => {
  test.each([
    ['an invalid one is unknown', { productType: 4 }, null],
    ['one with neither title nor image is unknown', { title: null, images: null }, null],
    ['a hidden price is still a product', { productType: 3 }, { title: expect.any(String) }],
    ['a parent of variations is still a product', { productType: 5 }, { title: expect.any(String) }],
    ['without images it has none', { images: null }, { image_url: null }],
    ['with an empty list of images it has none', { images: [] }, { image_url: null }],
    ['without a large image it has the medium one', { images: [{ m: 'm.jpg' }] }, { image_url: `${IMAGES}/m.jpg` }],
    ['without a brand its maker is named', { brand: null }, { brand: 'Stanley' }],
    ['without a category it has none', { categoryTree: null }, { category: null }],
    ['a title longer than ours is cut', { title: 'x'.repeat(900) }, { title: 'x'.repeat(500) }],
    ['a blank title is none', { title: ' &nbsp; ' }, { title: null }],
  ])('%s', (_, change, expected) => {
    if (expected === null) expect(facts(change)).toBeNull()
    else expect(facts(change)).toMatchObject(expected)
  })
})

test('an image whose name is a URL stays under the base URL', () => {
  expect(facts({ images: [{ l: '../../evil?x=1' }] })?.image_url).toBe(`${IMAGES}/..%2F..%2Fevil%3Fx%3D1`)
})

test.each([
  ['Salt &amp; Pepper', 'Salt & Pepper'],
  ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
  ['caf&eacute; &#233; &#xe9;', 'café é é'],
  ['&unheardof; & AT&T;', '&unheardof; & AT&T;'],
  ['&#0;&#55296;&#9999999;', '   '],
])('"%s" reads "%s"', (written, read) => {
  expect(decodeEntities(written)).toBe(read)
})

test('text without entities is never changed', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes('&')),
      (text) => decodeEntities(text) === text,
    ),
  )
})

test.each([
  ['nothing while a token is left', { tokensLeft: 1, refillIn: 59_000, refillRate: 20 }, 0],
  ['the refill when none is left', { tokensLeft: 0, refillIn: 12_000, refillRate: 20 }, 13],
  ['the refill and the minutes of the debt', { tokensLeft: -41, refillIn: 12_000, refillRate: 20 }, 193],
  ['the refill when no rate is told', { tokensLeft: -41, refillIn: 12_000, refillRate: 0 }, 13],
])('the wait is %s', (_, envelope, seconds) => {
  expect(waitSeconds(KeepaEnvelope.parse(envelope))).toBe(seconds)
})
