import { describe, expect, test } from 'vitest'
import type { SourceProduct } from '../catalog/source-product.ts'
import { fc } from '../testing/property.ts'
import { describeEvidence } from './describe-evidence.ts'
import { type Evidence, Judgement } from './evidence.ts'
import { judgeCandidate } from './judge.ts'
import { sourceProduct, withCheckDigit } from './testing/golden-case.ts'
import { GOLDEN_CASES, runGoldenCases } from './testing/golden-cases.ts'

test('golden pairs: nothing is called the same that is not, and little is missed', async () => {
  const { confusion, precisionOfSame, misses } = await runGoldenCases()
  expect(GOLDEN_CASES.length).toBeGreaterThanOrEqual(150)
  expect(precisionOfSame).toBe(1)
  expect(confusion).toEqual({
    same: { same: 43, variation: 0, pack_unclear: 0, similar: 9, unrelated: 0 },
    variation: { same: 0, variation: 7, pack_unclear: 0, similar: 0, unrelated: 0 },
    pack_unclear: { same: 0, variation: 0, pack_unclear: 18, similar: 0, unrelated: 0 },
    similar: { same: 0, variation: 0, pack_unclear: 0, similar: 166, unrelated: 1 },
    unrelated: { same: 0, variation: 0, pack_unclear: 0, similar: 1, unrelated: 31 },
  })
  // A code and nearly the same words: a person says whether the rest of the words makes it another product.
  const inDoubt = misses.filter(({ golden }) => golden.expected === 'same')
  expect(
    inDoubt.every(({ judgement }) => judgement.evidence.some((one) => one.kind === 'trait' && one.trait === 'wording')),
  ).toBe(true)
  expect(misses.filter((miss) => !inDoubt.includes(miss)).map(({ golden }) => golden.why)).toEqual([
    'an EAN-8 of a keyring',
    'a code that shops make themselves',
  ])
})

test('every verdict is what the contract promises, and its evidence has sentences', () => {
  for (const { parent, candidate, image_distance } of GOLDEN_CASES) {
    const judgement = judgeCandidate(parent, candidate, { image_distance })
    expect(Judgement.parse(JSON.parse(JSON.stringify(judgement)))).toEqual(judgement)
    for (const evidence of judgement.evidence) {
      expect(describeEvidence(evidence)).toMatch(/^[\p{L}\d].*\.$/u)
      expect(describeEvidence(evidence)).not.toMatch(/undefined|null|NaN|\[object/)
    }
  }
})

const golden = fc.constantFrom(...GOLDEN_CASES)
const isProduct = ({ parent, candidate }: (typeof GOLDEN_CASES)[number]) =>
  parent.kind === 'product' && candidate.kind === 'product'

test('the two may change places', () => {
  fc.assert(
    fc.property(golden.filter(isProduct), ({ parent, candidate, image_distance }) => {
      const { relation, score } = judgeCandidate(parent, candidate, { image_distance })
      expect(judgeCandidate(candidate, parent, { image_distance })).toMatchObject({ relation, score })
    }),
  )
})

test('capitals, blanks, full-width forms and the order of fields change no verdict', () => {
  const fullWidth = (text: string) => text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))
  const forms: ((text: string) => string)[] = [
    (text) => text.toUpperCase(),
    (text) => text.toLowerCase(),
    (text) => `  ${text.replaceAll(' ', '\u00a0 ')} `,
    fullWidth,
    (text) => text.normalize('NFD'),
  ]
  const reform = (product: SourceProduct, form: (text: string) => string): SourceProduct => {
    const texts = ['title', 'brand', 'manufacturer', 'model', 'part_number', 'color', 'size'] as const
    const entries = Object.entries(product).toReversed()
    const changed = texts.map((name) => [name, product[name] === null ? null : form(product[name])])
    return {
      ...(Object.fromEntries(entries) as SourceProduct),
      ...Object.fromEntries(changed),
      codes: product.codes.toReversed(),
    }
  }
  fc.assert(
    fc.property(golden, fc.constantFrom(...forms), fc.constantFrom(...forms), (pair, one, other) => {
      const { relation } = judgeCandidate(pair.parent, pair.candidate, pair)
      expect(judgeCandidate(reform(pair.parent, one), reform(pair.candidate, other), pair).relation).toBe(relation)
    }),
  )
})

test('a product is the same as its copy in another country, whatever its words, and never when the packs differ', () => {
  const word = fc.stringMatching(/^[A-Z][a-z]{3,9}$/)
  fc.assert(
    fc.property(fc.array(word, { minLength: 3, maxLength: 8 }), fc.integer({ min: 2, max: 40 }), (words, count) => {
      const codes = [withCheckDigit('400638133393')]
      const title = words.join(' ')
      const one = sourceProduct({ title, brand: words[0] ?? '', codes, number_of_items: 1 })
      const copy = { ...one, asin: 'B0COPY0001', marketplace: 'DE' as const }
      const many = { ...copy, title: `${title}, Pack of ${count}`, number_of_items: count }
      expect(judgeCandidate(one, copy).relation).toBe('same')
      expect(judgeCandidate(one, many).relation).not.toBe('same')
      expect(judgeCandidate(one, { ...many, number_of_items: count + 1 }).relation).not.toBe('same')
    }),
  )
})

test('hostile fields are judged', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 700 }),
      fc.string({ unit: 'binary', maxLength: 300 }),
      (title, text) => {
        const product = sourceProduct({ title, brand: text, model: text, color: text, size: text, codes: [text] })
        const judgement = judgeCandidate(product, { ...product, asin: 'B0OTHER001' })
        expect(Judgement.safeParse(judgement).success).toBe(true)
      },
    ),
  )
})

describe('evidence', () => {
  const code = withCheckDigit('400638133393')
  const mug = sourceProduct({ title: 'Acme Mug 500 ml', brand: 'Acme', codes: [code], number_of_items: 1 })
  const sentences = (candidate: Partial<SourceProduct>, distance?: number) =>
    judgeCandidate(
      mug,
      { ...mug, asin: 'B0CAND0001', ...candidate },
      { image_distance: distance ?? null },
    ).evidence.map(describeEvidence)

  test('names the countries of both ASINs that share a barcode', () => {
    expect(sentences({ marketplace: 'DE' })).toContain(
      `B0PARENT01 in United States and B0CAND0001 in Germany have the same barcode, ${code}.`,
    )
  })

  test('says until when an ASIN was a variation', () => {
    const past_parents = [{ asin: 'B0FAMILY01', until: '2026-11-19T10:00:00Z' }]
    const parent = { ...mug, parent_asin: 'B0FAMILY01' }
    const found = judgeCandidate(parent, { ...mug, asin: 'B0CAND0001', parent_asin: 'B0FAMILY02', past_parents })
    expect(found.relation).not.toBe('variation')
    expect(found.evidence.map(describeEvidence)).toContain('It was a variation of B0FAMILY01 until Nov 19, 2026.')
  })

  test('counts influencers’ videos, and says when there may be more', () => {
    const video = { title: null, name: 'Jo', creator: 'Influencer' as const, duration_s: 60, url: null }
    expect(sentences({ videos: [video, { ...video, creator: 'Brand' }] })).toContain(
      'Its page already has 1 influencer video.',
    )
    expect(sentences({ videos: Array.from({ length: 10 }, () => video) })).toContain(
      'Its page already has 10 or more influencer videos.',
    )
    expect(sentences({ videos: [] })).toContain('No influencer video was seen on its page.')
    expect(sentences({ videos: null }).join()).not.toContain('video')
  })

  test('says what the fields say where they disagree', () => {
    expect(sentences({ title: 'Acme Mug 500 ml, Pack of 6', number_of_items: 3 })).toContain(
      'Its pack size is unclear: the title says “Pack of 6” and the number of items says 3, and they disagree.',
    )
  })

  test('has the rank, the images and what differs in the titles', () => {
    expect(sentences({ title: 'Acme Mug 350 ml', sales_rank: 1234, category: 'Kitchen' }, 3)).toEqual(
      expect.arrayContaining([
        'It is number 1,234 in Kitchen.',
        'The images look the same (3 of 64 bits differ).',
        'The measure differs: “350 ml” instead of “500 ml”.',
      ]),
    )
  })

  test('names the words that only one title has, when little more than a barcode agrees', () => {
    expect(sentences({ title: 'Acme Mug 500 ml Gift Box' })).toContain('Only its title says “gift” (wording).')
    expect(sentences({ title: 'Acme Mug 500 ml' }).join()).not.toContain('wording')
  })

  test('doubts a barcode when the images look different, whatever the titles say', () => {
    const judged = (image_distance: number | null) =>
      judgeCandidate(mug, { ...mug, asin: 'B0CAND0001' }, { image_distance }).relation
    expect([judged(null), judged(3), judged(10), judged(30)]).toEqual(['same', 'same', 'same', 'similar'])
  })

  test('of two products that share nothing is short', () => {
    const kinds = judgeCandidate(mug, sourceProduct({ asin: 'B0CAND0001' })).evidence.map(({ kind }: Evidence) => kind)
    expect(kinds).toEqual(['pack', 'brand'])
  })
})
