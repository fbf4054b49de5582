import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { socialPostsContract } from '#core/social/posts/contract.ts'
import { DEFAULT_LIMITS } from '#core/social/posts/limits.ts'
import { socialSettingsContract as contract } from '#core/social/posts/settings-contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import set from '../../functions/social-hashtag-set.ts'
import sets from '../../functions/social-hashtag-sets.ts'
import limits from '../../functions/social-limits.ts'
import posts from '../../functions/social-posts.ts'
import exported from '../../functions/social-posts-export.ts'
import imported from '../../functions/social-posts-import.ts'
import nextSlot from '../../functions/social-posts-next-slot.ts'
import repeat from '../../functions/social-repeat.ts'
import repeats from '../../functions/social-repeats.ts'
import settings from '../../functions/social-settings.ts'
import slots from '../../functions/social-slots.ts'
import template from '../../functions/social-template.ts'
import templates from '../../functions/social-templates.ts'
import { createPostsWorld, type PostsWorld } from '../../testing/posts-world.ts'

const NOBODY = '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3b'
const OLD = { 'if-match': '2020-01-01T00:00:00Z' }

let world: PostsWorld
let ann: TestPerson
let account: string
beforeAll(async () => {
  world = await createPostsWorld()
  ann = await world.api.person('ann')
  account = await world.account(ann, 'instagram', { name: 'Lamp shop', username: 'lamp.shop' })
})
afterAll(() => world.close())

const api: Pick<PostsWorld['api'], 'call'> = { call: (...args) => world.api.call(...args) }
const codeOf = ({ status, problem }: { status: number; problem: { code: string } }) => `${status} ${problem.code}`

describe('GET /api/social-settings', () => {
  test("200 the owner's time zone until another is chosen", async () => {
    expect((await api.call(settings, contract.get, { as: ann })).body).toEqual({ time_zone: 'UTC' })
    expect((await api.call(settings, contract.get, { as: ann })).status).toBe(200)
  })
})

describe('PATCH /api/social-settings', () => {
  const change = (time_zone: string, as = ann) => api.call(settings, contract.update, { as, body: { time_zone } })
  test('200 another time zone', async () => {
    const bob = await world.api.person('bob')
    expect((await change('Europe/Berlin', bob)).body).toEqual({ time_zone: 'Europe/Berlin' })
    expect((await change('Mars/Olympus', bob)).status).toBe(400)
  })
})

describe('GET /api/social-limits', () => {
  test('200 what the table holds, which begins as the default of core', async () => {
    const { status, body } = await api.call(limits, contract.limits, { as: ann })
    expect(status).toBe(200)
    expect(body.items).toEqual(DEFAULT_LIMITS)
  })
})

describe('GET /api/social-templates', () => {
  test('200 by name', async () => {
    const cat = await world.api.person('cat')
    for (const name of ['b', 'a']) {
      await api.call(templates, contract.createTemplate, { as: cat, body: { name, body: '{title}' } })
    }
    const { status, body } = await api.call(templates, contract.templates, { as: cat })
    expect([status, body.items.map(({ name }) => name)]).toEqual([200, ['a', 'b']])
  })
})

const makeTemplate = (name: string, body = '{title}') =>
  api.call(templates, contract.createTemplate, { as: ann, body: { name, body } })

describe('POST /api/social-templates', () => {
  test('201 a caption with placeholders', async () => {
    const { status, body } = await makeTemplate('Long', '{title}\n{link}')
    expect([status, body.body, body.network]).toEqual([201, '{title}\n{link}', null])
  })
  test('400 for a placeholder that is unknown', async () => {
    const { status, problem } = await makeTemplate('Typo', '{titel}')
    expect(status).toBe(400)
    expect(problem.issues).toEqual([
      { path: 'body', message: '{titel} is unknown. Use {title}, {asin}, {link} or {hashtags}.' },
    ])
  })
  test('409 for a name that is taken', async () => {
    await makeTemplate('Taken')
    expect(codeOf(await makeTemplate('TAKEN'))).toBe('409 name_taken')
  })
})

describe('PATCH /api/social-templates/:id', () => {
  const change = (id: string, name: string, headers = {}) =>
    api.call(template, contract.updateTemplate, { as: ann, params: { id }, body: { name, body: 'x' }, headers })
  test('200 another name and text', async () => {
    const { id, updated_at } = (await makeTemplate('Before')).body
    const { status, body } = await change(id, 'After', { 'if-match': updated_at })
    expect([status, body.name, body.body]).toEqual([200, 'After', 'x'])
  })
  test('404 when it is not there', async () => expect(codeOf(await change(NOBODY, 'x'))).toBe('404 template_not_found'))
  test('409 for an older version and for a name that is taken', async () => {
    const { id } = (await makeTemplate('Own')).body
    await makeTemplate('Other')
    expect(codeOf(await change(id, 'x', OLD))).toBe('409 row_changed')
    expect(codeOf(await change(id, 'other'))).toBe('409 name_taken')
  })
})

describe('DELETE /api/social-templates/:id', () => {
  const remove = (id: string) => api.call(template, contract.removeTemplate, { as: ann, params: { id } })
  test('200 it is gone', async () => {
    const { id } = (await makeTemplate('Gone')).body
    expect((await remove(id)).body).toEqual({ id })
    expect((await remove(id)).status).toBe(404)
  })
  test('404 when it is not there', async () => expect(codeOf(await remove(NOBODY))).toBe('404 template_not_found'))
})

const makeSet = (name: string, tags = ['lamp']) =>
  api.call(sets, contract.createHashtagSet, { as: ann, body: { name, tags } })

describe('GET /api/social-hashtag-sets', () => {
  test('200 by name', async () => {
    await makeSet('Listed')
    const { status, body } = await api.call(sets, contract.hashtagSets, { as: ann })
    expect([status, body.items.map(({ name }) => name)]).toEqual([200, ['Listed']])
  })
})

describe('POST /api/social-hashtag-sets', () => {
  test('201 without signs, each once', async () => {
    const { status, body } = await makeSet('Home', ['#Lamp', 'lamp', '日本'])
    expect([status, body.tags]).toEqual([201, ['Lamp', '日本']])
  })
  test('400 for what networks would not link', async () => {
    expect((await makeSet('Digits', ['2026'])).status).toBe(400)
    expect((await makeSet('Words', ['two words'])).status).toBe(400)
  })
  test('409 for a name that is taken', async () => {
    await makeSet('Twice')
    expect(codeOf(await makeSet('twice'))).toBe('409 name_taken')
  })
})

describe('PATCH /api/social-hashtag-sets/:id', () => {
  const change = (id: string, name: string, headers = {}) =>
    api.call(set, contract.updateHashtagSet, { as: ann, params: { id }, body: { name, tags: ['x'] }, headers })
  test('200 other hashtags', async () => {
    const { id } = (await makeSet('Old')).body
    const { status, body } = await change(id, 'New')
    expect([status, body.name, body.tags]).toEqual([200, 'New', ['x']])
  })
  test('404 when it is not there', async () => {
    expect(codeOf(await change(NOBODY, 'x'))).toBe('404 hashtag_set_not_found')
  })
  test('409 for an older version and for a name that is taken', async () => {
    const { id } = (await makeSet('Mine')).body
    await makeSet('Theirs')
    expect(codeOf(await change(id, 'x', OLD))).toBe('409 row_changed')
    expect(codeOf(await change(id, 'theirs'))).toBe('409 name_taken')
  })
})

describe('DELETE /api/social-hashtag-sets/:id', () => {
  const remove = (id: string) => api.call(set, contract.removeHashtagSet, { as: ann, params: { id } })
  test('200 it is gone', async () => {
    const { id } = (await makeSet('Away')).body
    expect((await remove(id)).body).toEqual({ id })
  })
  test('404 when it is not there', async () => expect(codeOf(await remove(NOBODY))).toBe('404 hashtag_set_not_found'))
})

const replace = (list: object[], as = ann) => api.call(slots, contract.replaceSlots, { as, body: { slots: list } })

describe('PUT /api/social-slots', () => {
  test('200 in place of those before', async () => {
    await replace([{ weekday: 1, time: '09:00' }])
    const { status, body } = await replace([{ weekday: 7, time: '18:30', connection_ids: [account] }])
    expect(status).toBe(200)
    expect(body.items).toMatchObject([{ weekday: 7, time: '18:30', connection_ids: [account] }])
    expect((await replace([{ weekday: 1, time: '24:00' }])).status).toBe(400)
  })
  test('404 for an account of another workspace', async () => {
    const theirs = await world.account(await world.api.person(), 'instagram')
    expect(codeOf(await replace([{ weekday: 1, time: '09:00', connection_ids: [theirs] }]))).toBe(
      '404 social_account_not_found',
    )
  })
})

describe('GET /api/social-slots', () => {
  test('200 in the order of the week, with the zone of their clock', async () => {
    await replace([2, 1].map((weekday) => ({ weekday, time: '09:00' })))
    const { status, body } = await api.call(slots, contract.slots, { as: ann })
    expect([status, body.time_zone, body.items.map(({ weekday }) => weekday)]).toEqual([200, 'UTC', [1, 2]])
  })
})

describe('GET /api/social-posts/next-slot', () => {
  const next = (as: TestPerson, connection_ids = '') =>
    api.call(nextSlot, socialPostsContract.nextSlot, { as, query: { connection_ids } })
  test('200 the first free one, and the next once it is taken', async () => {
    const dan = await world.api.person('dan')
    const own = await world.account(dan, 'instagram')
    const { video_id } = await world.video(dan)
    expect((await next(dan)).body).toEqual({ slot: null, has_slots: false })
    await replace(
      [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, time: '09:00' })),
      dan,
    )
    const first = (await next(dan, own)).body.slot
    expect(first).toMatchObject({ time_zone: 'UTC', rule: null })
    const schedule = { wall: first?.wall, time_zone: 'UTC' }
    const body = { video_id, accounts: [{ connection_id: own }], schedule }
    expect((await api.call(posts, socialPostsContract.create, { as: dan, body })).status).toBe(201)
    const second = (await next(dan, own)).body.slot
    expect(Date.parse(second?.at ?? '') - Date.parse(first?.at ?? '')).toBe(86_400_000)
    expect((await next(dan, await world.account(dan, 'youtube'))).body.slot?.wall).toBe(first?.wall)
  })
})

async function postToRepeat(as = ann) {
  const { video_id } = await world.video(as)
  const own = await world.account(as, 'instagram')
  const body = {
    video_id,
    accounts: [{ connection_id: own }],
    schedule: { wall: '2036-01-01T09:00', time_zone: 'UTC' },
  }
  return (await api.call(posts, socialPostsContract.create, { as, body })).body.id
}
const makeRepeat = (post_id: string, change: object = {}) =>
  api.call(repeats, contract.createRepeat, {
    as: ann,
    body: { post_id, every_days: 30, max_times: 3, time: '09:00', time_zone: 'UTC', ...change },
  })

describe('POST /api/social-repeats', () => {
  test('201 within limits', async () => {
    const { status, body } = await makeRepeat(await postToRepeat())
    expect(status).toBe(201)
    expect(body).toMatchObject({ every_days: 30, max_times: 3, made: 0, ended: null, time: '09:00' })
  })
  test('400 without an end', async () => {
    expect((await makeRepeat(NOBODY, { max_times: null })).status).toBe(400)
  })
  test('404 for a post that is not there', async () =>
    expect(codeOf(await makeRepeat(NOBODY))).toBe('404 post_not_found'))
  test('409 for a draft, and for a post that repeats already', async () => {
    const draft = (await api.call(posts, socialPostsContract.create, { as: ann, body: {} })).body.id
    expect(codeOf(await makeRepeat(draft))).toBe('409 post_not_ready')
    const id = await postToRepeat()
    await makeRepeat(id)
    expect(codeOf(await makeRepeat(id))).toBe('409 repeat_exists')
  })
})

describe('GET /api/social-repeats', () => {
  test('200 with their posts', async () => {
    const { status, body } = await api.call(repeats, contract.repeats, { as: ann })
    expect(status).toBe(200)
    expect(body.items[0]).toMatchObject({ product_title: 'Lamp', ended: null })
  })
})

describe('PATCH /api/social-repeats/:id', () => {
  const change = (id: string, body: object) =>
    api.call(repeat, contract.updateRepeat, { as: ann, params: { id }, body })
  test('200 other limits, and stopped', async () => {
    const { id } = (await makeRepeat(await postToRepeat())).body
    const limited = await change(id, { every_days: 7, max_times: null, ends_on: '2040-01-01' })
    expect([limited.status, limited.body.ends_on, limited.body.max_times]).toEqual([200, '2040-01-01', null])
    expect((await change(id, { is_stopped: true })).body.ended).toBe('stopped')
  })
  test('404 when it is not there', async () => {
    expect(codeOf(await change(NOBODY, { is_stopped: true }))).toBe('404 repeat_not_found')
  })
  test('409 once it has ended', async () => {
    const { id } = (await makeRepeat(await postToRepeat())).body
    await change(id, { is_stopped: true })
    expect(codeOf(await change(id, { every_days: 7, max_times: 1, ends_on: null }))).toBe('409 repeat_ended')
  })
})

describe('DELETE /api/social-repeats/:id', () => {
  const remove = (id: string) => api.call(repeat, contract.removeRepeat, { as: ann, params: { id } })
  test('200 its posts stay', async () => {
    const { id } = (await makeRepeat(await postToRepeat())).body
    expect((await remove(id)).body).toEqual({ id })
  })
  test('404 when it is not there', async () => expect(codeOf(await remove(NOBODY))).toBe('404 repeat_not_found'))
})

const HEADER = ['Date', 'Time', 'Accounts', 'Caption', 'ASIN']
const importRows = (rows: string[][], change: object = {}, as = ann) =>
  api.call(imported, socialPostsContract.import, {
    as,
    body: { header: HEADER, rows, time_zone: 'America/New_York', ...change },
  })

describe('POST /api/social-posts/import', () => {
  test('200 each row on its own: saved, moved, or refused with its reason', async () => {
    const { asin } = await world.video(ann)
    await world.account(ann, 'youtube', { name: 'Twin' })
    await world.account(ann, 'facebook', { name: 'Twin' })
    const { status, body } = await importRows([
      ['2036-03-09', '2:30 AM', 'Instagram: lamp.shop', 'Moved', asin],
      ['', '', '@lamp.shop', 'Draft', ''],
      ['', '', '', '', ''],
      ['2020-01-01', '09:00', 'lamp.shop', 'Late', asin],
      ['2036-01-01', '09:00', 'Nobody; Twin', '', 'B999999999'],
      ['2036-01-01', '09:00', 'lamp.shop', '#a #b #c #d #e #f', asin],
      ['03/04/2036', '09:00', 'lamp.shop', '', asin],
      ['2036-01-01', '09:00', 'lamp.shop', 'No product', ''],
    ])
    expect(status).toBe(200)
    expect([body.created, body.ready]).toEqual([2, 3])
    expect(
      body.rows.map(({ line, post_id, rule, problems }) => [
        line,
        post_id !== null,
        rule,
        problems.map((one) => one.message),
      ]),
    ).toEqual([
      [2, true, 'moved', []],
      [3, true, null, []],
      [5, false, null, ['This time is in the past. Choose a later one, or post now.']],
      [
        6,
        false,
        null,
        [
          "We can't find an account called Nobody.",
          'Twin can be several accounts. Write Facebook: Twin or YouTube: Twin.',
          "We can't find a product with the ASIN B999999999.",
        ],
      ],
      [7, false, null, ['Instagram accepts 5 hashtags; this caption has 6. Remove 1.']],
      [8, false, null, ['“03/04/2036” can be two dates. Write it as 2026-11-22.']],
      [9, false, null, ['A scheduled post needs the ASIN of its product.']],
    ])
  })
  test('200 a file that is imported twice posts nothing twice; another text, time or account is another post', async () => {
    const { asin } = await world.video(ann)
    await world.account(ann, 'facebook', { name: 'Second' })
    const row = ['2036-02-01', '09:00', 'Instagram: lamp.shop', 'Twice', asin]
    const changed = (place: number, text: string) => row.map((cell, at) => (at === place ? text : cell))
    expect((await importRows([row])).body.created).toBe(1)
    const { body } = await importRows([
      row,
      changed(1, '09:01'),
      changed(2, 'Second; lamp.shop'),
      changed(2, 'Second'),
      changed(2, 'Second'),
      changed(3, 'Other'),
    ])
    expect(body.rows.map(({ post_id }) => post_id !== null)).toEqual([false, true, false, true, false, true])
    expect(body.rows[0]?.problems[0]?.message).toMatch(/here already/)
  })
  test('200 a trial saves none', async () => {
    const before = await api.call(posts, socialPostsContract.list, { as: ann, query: { limit: '200' } })
    const { body } = await importRows([['', '', 'lamp.shop', 'Trial', '']], { is_trial: true })
    expect([body.created, body.ready]).toEqual([0, 1])
    const after = await api.call(posts, socialPostsContract.list, { as: ann, query: { limit: '200' } })
    expect(after.body.items).toHaveLength(before.body.items.length)
  })
  test('400 for a file without accounts', async () => {
    const { status, problem } = await importRows([['x']], { header: ['Caption'] })
    expect([status, problem.detail]).toEqual([
      400,
      'The file needs a column Accounts. Export the calendar to see the columns.',
    ])
  })
})

describe('GET /api/social-posts/export', () => {
  test('200 a file that runs no formula, and that an import reads back', async () => {
    const eve = await world.api.person('eve')
    await world.account(eve, 'instagram', { name: 'Lamp', username: 'lamp' })
    const { asin } = await world.video(eve)
    await importRows([['2036-01-01', '09:00', 'lamp', '=1+1', asin]], {}, eve)
    const { status, body } = await api.call(exported, socialPostsContract.export, {
      as: eve,
      query: { from: '2036-01-01', until: '2036-01-01' },
    })
    expect([status, body.filename]).toEqual([200, 'posts-2036-01-01-to-2036-01-01.csv'])
    const lines = new TextDecoder().decode(body.bytes).trim().split('\r\n')
    expect(lines.at(-1)).toBe(
      `2036-01-01,09:00,America/New_York,Instagram: lamp,'=1+1,${asin},,,Scheduled,Instagram: lamp: Waiting`,
    )
    const again = await importRows(
      [String(lines.at(-1)).split(',')],
      { header: String(lines[0]).replace('\uFEFF', '').split(','), is_trial: true },
      eve,
    )
    expect(again.body).toMatchObject({ ready: 1, rows: [{ problems: [] }] })
    const outside = await api.call(exported, socialPostsContract.export, { as: eve, query: { from: '2036-01-02' } })
    expect(new TextDecoder().decode(outside.body.bytes).trim().split('\r\n')).toHaveLength(1)
  })
})
