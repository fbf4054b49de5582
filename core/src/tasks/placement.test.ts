import { describe, expect, test } from 'vitest'
import type { PageVideo } from '../catalog/source-product.ts'
import { findPlacement, type OwnVideo } from './placement.ts'

const video = (changes: Partial<PageVideo>): PageVideo => ({
  title: 'Desk lamp review',
  name: 'Jane Finds',
  creator: 'Influencer',
  duration_s: 61,
  url: null,
  ...changes,
})
const own: OwnVideo = {
  storefront_name: 'Jane Finds',
  other_storefronts: [],
  title: 'Desk lamp review',
  seconds: 61.4,
  is_dubbed: false,
}
const find = (videos: Partial<PageVideo>[], changes: Partial<OwnVideo> = {}) =>
  findPlacement(videos.map(video), { ...own, ...changes })
const seen = (position = 1) => ({ state: 'seen', position, other_names: [] })
const NOT_AMONG_KNOWN = { state: 'not_among_known', position: null, other_names: [] }

test('a name that the person said is somebody else’s is not asked about', () => {
  const others = [{ name: 'Bob' }, { name: 'Carol’s Finds' }]
  const declining = (...other_storefronts: string[]) => find(others, { other_storefronts })
  expect(declining()).toMatchObject({ state: 'name_unclear', other_names: ['Bob', 'Carol’s Finds'] })
  expect(declining('BOB')).toMatchObject({ state: 'name_unclear', other_names: ['Carol’s Finds'] })
  expect(declining('bob', 'Carol’s Finds')).toEqual(NOT_AMONG_KNOWN)
  // One's own name stays one's own.
  expect(find([{}], { other_storefronts: ['Jane Finds'] })).toEqual(seen())
})

describe('seen', () => {
  test.each<[string, Partial<PageVideo>, Partial<OwnVideo>]>([
    ['emoji in the name', { name: '✨ Jane Finds ✨' }, {}],
    ['accents, case and signs', { name: 'JANE  FÍNDS!', title: 'Desk-Lamp: Review' }, {}],
    ['the page adds a store', { name: 'Jane’s Store' }, { storefront_name: 'Jane' }],
    ['a storefront', { name: 'Jane Finds Storefront' }, {}],
    ['a cut title', { title: 'Desk lamp rev…' }, {}],
    ['a title cut with points', { title: 'Desk lamp re...' }, {}],
    ['the other one is cut', { title: 'Desk lamp review of a year' }, { title: 'Desk lamp review…' }],
    ['emoji only', { name: '🦊🦊', title: '🔥' }, { storefront_name: '🦊🦊', title: '🔥' }],
    [
      'Japanese',
      { name: 'がんばる店', title: 'ランプのレビュー' },
      { storefront_name: 'がんばる店', title: 'ランプのレビュー' },
    ],
    ['a second less', { duration_s: 61 }, { seconds: 62 }],
    ['no length on the page', { duration_s: null }, {}],
    ['no length of ours, because the file was deleted', {}, { seconds: null }],
    ['a dub with a title in its language', { title: 'Schreibtischlampe im Test' }, { is_dubbed: true }],
    ['a dub with another length', { duration_s: 70 }, { is_dubbed: true }],
  ])('%s', (_, page, mine) => {
    expect(find([{ title: 'Another', name: 'Another' }, page], mine)).toEqual(seen(2))
  })

  test('one of two own videos on a page', () => {
    expect(find([{ title: 'Unboxing', duration_s: 20 }, {}])).toEqual(seen(2))
  })
})

describe('not among those known', () => {
  test.each<[string, Partial<PageVideo>, Partial<OwnVideo>]>([
    ['another title', { title: 'Desk lamp unboxing' }, {}],
    ['two seconds more', { duration_s: 64 }, {}],
    ['no title', { title: null }, {}],
    ['nobody knows whose it is', { name: null }, {}],
    ['a cut title that begins many', { title: 'Desk…' }, {}],
    ['other emoji as the title', { title: '🌧' }, { title: '🔥' }],
    ['a dub with another title and length', { title: 'Test', duration_s: 70 }, { is_dubbed: true }],
    ['a title in another language that is no dub', { title: 'Schreibtischlampe im Test' }, {}],
  ])('%s', (_, page, mine) => {
    expect(find([page], mine)).toEqual(NOT_AMONG_KNOWN)
  })
})

describe('another name is asked about', () => {
  test.each<[string, Partial<PageVideo>, Partial<OwnVideo>]>([
    ['a new name', { name: 'Jane Loves It' }, {}],
    ['no name was entered', { name: 'Jane Finds' }, { storefront_name: null }],
    ['kana that differ in a mark', { name: 'かんばる店' }, { storefront_name: 'がんばる店' }],
    ['other emoji', { name: '🐻' }, { storefront_name: '🦊' }],
    ['Thai vowels', { name: 'กิน' }, { storefront_name: 'กน' }],
  ])('%s', (_, page, mine) => {
    expect(find([page], mine)).toEqual({ state: 'name_unclear', position: 1, other_names: [video(page).name] })
  })

  test('once for each name, and for five at most', () => {
    const names = ['A', 'A ', 'B', 'C', 'D', 'E', 'F'].map((name) => ({ name }))
    expect(find(names).other_names).toEqual(['A', 'B', 'C', 'D', 'E'])
  })

  test('a dub of the same length under another name is not asked about: length alone says nothing', () => {
    expect(find([{ name: 'Bob', title: 'Lampe' }], { is_dubbed: true })).toEqual(NOT_AMONG_KNOWN)
  })
})
