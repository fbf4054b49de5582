import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listingsContract } from '#core/listings/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { foldText } from '#core/text.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { TestPerson } from '../../services/local/testing/create-test-host.ts'
import tasks from '../functions/influencer-tasks.ts'
import listings from '../functions/listings.ts'
import products from '../functions/sourced-products.ts'
import videos from '../functions/videos.ts'
import { createTestApi, type TestApi } from '../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person()
})
afterAll(() => api.close())

/** What is stored, what is typed. */
const PAIRS: [string, string][] = [
  ['Küche', 'Ku\u0308che'],
  ['Ku\u0308chenmaschine', 'küchen'],
  ['Café crème', 'cafe creme'],
  ['Cafe', 'CAFÉ'],
  ['ＡＢＣ１２３ Ｌａｍｐ', 'abc123 lamp'],
  ['Lamp 42', '４２'],
  ['Ket\u200Btle', 'kettle'],
  ['Toaster', 'toa\u00ADster'],
  ['\uFEFFMixer', 'mixer'],
  ['Straße', 'STRASSE'],
  ['Smørrebrød Brett', 'smorrebrod'],
  ['Łódź', 'lodz'],
  ['ﬁlter', 'filter'],
  ['ガラス', 'ガラス'],
  ['ｶﾞﾗｽﾎﾞｳﾙ', 'ガラスボウル'],
  ['한국', '한국'.normalize('NFD')],
  ['ЧАЙНИК', 'чайник'],
  ['ΛΆΜΠΑΣ', 'λαμπας'],
  ['İstanbul', 'istanbul'],
  ['Ấm đun nước', 'am dun nuoc'],
]
const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const

test('the database and the code fold texts alike', async () => {
  const texts = [...PAIRS.flat(), 'A\u{1F469}\u200D\u{1F4BB}', 'x² ½ ™', 'Ǆ Ħŧ ÆŒ ẞ', '', '%_\\'].flatMap((text) => [
    text,
    ...FORMS.map((form) => text.normalize(form)),
  ])
  const rows = await api.host.sql<{ folded: string }>(
    'select private.fold_text(text) as folded from unnest($1::text[]) with ordinality as one (text, place) order by place',
    [texts],
  )
  expect(rows.map(({ folded }) => folded)).toEqual(texts.map(foldText))
})

test('a search and a filter find every way to write a word', async () => {
  await api.host.sql(
    `insert into public.sourced_products (workspace_id, asin, title)
     select (select current_workspace_id from public.users where id = $1), 'B' || lpad(place::text, 9, '0'), title
     from unnest($2::text[]) with ordinality as one (title, place)`,
    [ann.userId, PAIRS.map(([stored]) => stored)],
  )
  for (const [at, [stored, typed]] of PAIRS.entries()) {
    const asin = `B${String(at + 1).padStart(9, '0')}`
    const filter = JSON.stringify({ match: 'all', rules: [{ field: 'title', operator: 'contains', value: typed }] })
    for (const query of [{ search: typed }, { search: stored.normalize('NFD') }, { filter }]) {
      const { body } = await api.call(products, productsContract.list, { as: ann, query })
      expect(
        body.items.map((item) => item.asin),
        JSON.stringify([stored, query]),
      ).toContain(asin)
    }
  }
  const { body } = await api.call(products, productsContract.list, { as: ann, query: { search: 'kochen' } })
  expect(body.items).toEqual([])
})

test('listings, videos and tasks are found the same way', async () => {
  await api.host.exec(await readFile(new URL('../../supabase/tests/000_one-of-each.sql', import.meta.url), 'utf8'))
  const eve = await api.person('eve')
  await api.host.sql('select tests.add_one_of_each($1)', [eve.email])
  const named = 'Cafe\u0301\u200B ＸＬ.mp4'
  for (const [table, column] of [
    ['listings', 'title'],
    ['product_videos', 'filename'],
    ['influencer_tasks', 'title'],
  ]) {
    await api.host.sql(
      `update public.${table} set ${column} = $1 where workspace_id = (select current_workspace_id from public.users where id = $2)`,
      [named, eve.userId],
    )
  }
  for (const typed of ['café xl', 'CAFE', 'ｘｌ', 'cafe\u0301']) {
    const found = [
      await api.call(listings, listingsContract.list, { as: eve, query: { q: typed } }),
      await api.call(videos, videosContract.list, { as: eve, query: { search: typed } }),
      await api.call(tasks, tasksContract.list, { as: eve, query: { search: typed } }),
    ]
    expect(
      found.map(({ body }) => body.items.length),
      typed,
    ).toEqual([1, 1, 1])
  }
})
