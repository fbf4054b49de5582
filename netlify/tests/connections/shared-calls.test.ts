import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** The calls that cost units of a shared account: methods of the providers in `netlify/src/providers`. */
const COSTLY = /\b(?:keepa|aftership|vendor|transcoder)\.(?:getProducts|getDetails|create|order)\(/

const root = new URL('../../src/', import.meta.url)
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('providers/'))
  .map((name) => ({ name, text: readFileSync(new URL(name, root), 'utf8') }))

test('every call that costs units of a shared account is counted in its workspace', () => {
  const calling = sources.filter(({ text }) => COSTLY.test(text))
  expect(calling.map(({ name }) => name).toSorted()).toEqual([
    'products/fill-in-product.job.ts',
    'products/look-up-asin.ts',
    'products/shipments/register-shipment.job.ts',
    'quick-list/product-facts.ts',
    'videos/dubs/dub-video.job.ts',
    'videos/transcodes/transcode-video.job.ts',
  ])
  const uncounted = calling.filter(
    ({ text }) => !/connections\/quotas\.ts'/.test(text) || !/(?:spend|take)Units\(/.test(text),
  )
  expect(uncounted.map(({ name }) => name)).toEqual([])
})

/** The calls that cost units at a source of product data, and where they are mapped. */
const ASKED = /\b(?:keepa\.(?:readProducts|readByCodes|findAsins)|creators\.(?:getItems|searchItems|getVariations))\(/
const OF_A_SOURCE = /\bsource\.(?:getProducts|findByCodes|findCandidates|listVariations)\(/

test('a source of product data is asked through the cap of the workspace only', () => {
  const mapping = sources.filter(({ text }) => ASKED.test(text))
  expect(mapping.map(({ name }) => name).toSorted()).toEqual([
    'catalog/sources/creators-source.ts',
    'catalog/sources/keepa-source.ts',
  ])
  const asking = sources.filter(({ text }) => OF_A_SOURCE.test(text))
  expect(asking.length).toBeGreaterThan(2)
  // A list is read through the cap, too.
  expect(sources.find(({ name }) => name === 'catalog/sources/read-lists.ts')?.text).toMatch(/await askSource\(/)
  const uncounted = asking.filter(({ text }) => !/await (?:askSource|readList)\(/.test(text))
  expect(uncounted.map(({ name }) => name)).toEqual([])
})
