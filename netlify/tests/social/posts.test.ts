import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { socialPostsContract as contract } from '#core/social/posts/contract.ts'
import type { CreatePost, SocialPost } from '#core/social/posts/schema.ts'
import { resolveWallTime } from '#core/social/posts/wall-time.ts'
import { fc, runs } from '#core/testing/property.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import post from '../../functions/social-post.ts'
import cancel from '../../functions/social-post-cancel.ts'
import schedule from '../../functions/social-post-schedule.ts'
import unschedule from '../../functions/social-post-unschedule.ts'
import posts from '../../functions/social-posts.ts'
import accounts from '../../functions/social-posts-accounts.ts'
import calendar from '../../functions/social-posts-calendar.ts'
import counts from '../../functions/social-posts-counts.ts'
import preflight from '../../functions/social-posts-preflight.ts'
import { createPostsWorld, type PostsWorld } from '../../testing/posts-world.ts'

const NOBODY = '6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c3b'
const LATER = { wall: '2036-03-09T02:30', time_zone: 'America/New_York' }

let world: PostsWorld
let ann: TestPerson
let instagram: string
let youtube: string
let video: string
beforeAll(async () => {
  world = await createPostsWorld()
  ann = await world.api.person('ann')
  instagram = await world.account(ann, 'instagram', { name: 'Lamp', username: 'lamp.shop' })
  youtube = await world.account(ann, 'youtube', { name: 'Lamps' })
  video = (await world.video(ann)).video_id
})
afterAll(() => world.close())

const create = (body: Partial<CreatePost> | object, as = ann) => world.api.call(posts, contract.create, { as, body })
const ready = (change: object = {}) => ({
  video_id: video,
  caption: 'Hi',
  accounts: [{ connection_id: instagram }],
  ...change,
})
const made = async (change: object = {}): Promise<SocialPost> => (await create(ready(change))).body
const get = (id: string, as = ann) => world.api.call(post, contract.get, { as, params: { id } })
const patch = (id: string, body: object, headers = {}, as = ann) =>
  world.api.call(post, contract.update, { as, params: { id }, body, headers })
const remove = (id: string, headers = {}) => world.api.call(post, contract.remove, { as: ann, params: { id }, headers })
const plan = (id: string, body: object = LATER, headers = {}) =>
  world.api.call(schedule, contract.schedule, { as: ann, params: { id }, body, headers })
const unplan = (id: string, headers = {}) =>
  world.api.call(unschedule, contract.unschedule, { as: ann, params: { id }, headers })
const stop = (id: string, headers = {}) => world.api.call(cancel, contract.cancel, { as: ann, params: { id }, headers })
const OLD = { 'if-match': '2020-01-01T00:00:00Z' }
const codeOf = ({ status, problem }: { status: number; problem: { code: string } }) => `${status} ${problem.code}`
/** As if a worker had done this to the post's jobs. */
const setJobs = (id: string, set: string) =>
  world.api.host.sql(`update public.social_post_jobs set ${set} where post_id = $1`, [id])
const POSTED = `state = 'posted', media_id = id::text, posted_at = now(), run_at = null`

describe('POST /api/social-posts', () => {
  test('201 a draft needs nothing', async () => {
    const { status, body } = await create({})
    expect(status).toBe(201)
    expect(body).toMatchObject({ state: 'draft', caption: '', jobs: [], scheduled_at: null, covers: true })
  })

  test('201 scheduled, with a version for each account, and a time that the clock skips moved', async () => {
    const { status, body } = await create({
      ...ready(),
      link: 'https://a.example/l',
      is_ai_generated: true,
      accounts: [
        { connection_id: instagram, caption: 'For Instagram' },
        { connection_id: youtube, title: 'A lamp', privacy: 'unlisted', tags: ['lamp', 'desk lamp'] },
      ],
      schedule: LATER,
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      state: 'scheduled',
      scheduled_wall: '2036-03-09T02:30',
      time_zone: 'America/New_York',
      schedule_rule: 'moved',
      product_title: 'Lamp',
      video_filename: 'clip.mp4',
      is_ai_generated: true,
      jobs: [
        { network: 'instagram', account_name: 'Lamp', caption: 'For Instagram', state: 'pending' },
        { network: 'youtube', title: 'A lamp', privacy: 'unlisted', tags: ['lamp', 'desk lamp'] },
      ],
    })
    expect(Date.parse(body.scheduled_at ?? '')).toBe(Date.parse('2036-03-09T07:00:00Z'))
  })

  test('400 for a time in the past, an account twice and a link that is none', async () => {
    const past = await create(ready({ schedule: { wall: '2020-01-01T09:00', time_zone: 'UTC' } }))
    expect([codeOf(past), past.problem.detail]).toEqual([
      '400 invalid_input',
      'This time is in the past. Choose a later one, or post now.',
    ])
    const twice = [{ connection_id: instagram }, { connection_id: instagram }]
    expect(codeOf(await create(ready({ accounts: twice })))).toBe('400 invalid_input')
    expect(codeOf(await create({ link: 'javascript:alert(1)' }))).toBe('400 invalid_input')
    expect(codeOf(await create({ schedule: { wall: '2036-02-30T09:00', time_zone: 'UTC' } }))).toBe('400 invalid_input')
  })

  test('404 for a video, product or account of another workspace', async () => {
    const bob = await world.api.person('bob')
    const theirs = await world.video(bob)
    expect(codeOf(await create({ video_id: theirs.video_id }))).toBe('404 video_not_found')
    expect(codeOf(await create({ product_id: theirs.product_id }))).toBe('404 product_not_found')
    const account = await world.account(bob, 'instagram')
    expect(codeOf(await create({ accounts: [{ connection_id: account }] }))).toBe('404 social_account_not_found')
    expect(codeOf(await create(ready({ schedule: LATER, accounts: [{ connection_id: account }] })))).toBe(
      '404 social_account_not_found',
    )
  })

  test('409 for an account that cannot post', async () => {
    const gone = await world.account(ann, 'facebook', { name: 'Page', is_active: false })
    const { status, problem } = await create({ accounts: [{ connection_id: gone }] })
    expect({ status, code: problem.code, detail: problem.detail }).toEqual({
      status: 409,
      code: 'social_account_inactive',
      detail: 'Page is disconnected. Reconnect it, or choose another account.',
    })
  })

  test('409 for what a network would refuse, with every reason', async () => {
    const six = '#a #b #c #d #e #f'
    const { status, problem } = await create(
      ready({
        caption: `${six}${'x'.repeat(2200)}`,
        accounts: [{ connection_id: instagram }, { connection_id: youtube }],
        schedule: LATER,
      }),
    )
    expect({ status, code: problem.code }).toEqual({ status: 409, code: 'post_not_ready' })
    expect(problem.issues?.map(({ message }) => message)).toEqual([
      'Instagram accepts 2,200 characters here; your caption has 2,217. Shorten it by 17 characters.',
      'Instagram accepts 5 hashtags; this caption has 6. Remove 1.',
      'YouTube needs a title. Enter one.',
    ])
    // A draft may be anything.
    expect((await create(ready({ caption: six }))).status).toBe(201)
  })

  test('409 for a video that is too long, for one account only when the others accept it', async () => {
    const long = await world.video(ann, { seconds: 91 })
    const refused = await create(ready({ video_id: long.video_id, schedule: LATER }))
    expect(refused.problem.detail).toContain('Instagram accepts videos of at most 90 seconds')
    const accepted = await create({
      video_id: long.video_id,
      accounts: [{ connection_id: youtube, title: 'Long' }],
      schedule: LATER,
    })
    expect(accepted.status).toBe(201)
  })

  test('201 the same request twice makes one post', async () => {
    const request = { as: ann, body: { caption: 'Once' }, headers: { 'idempotency-key': 'once' } }
    const [first, second] = [
      await world.api.call(posts, contract.create, request),
      await world.api.call(posts, contract.create, request),
    ]
    expect(second.body.id).toBe(first.body.id)
  })
})

describe('GET /api/social-posts', () => {
  test('200 page by page, newest first, by state, network, video and words', async () => {
    const eve = await world.api.person('eve')
    const { video_id, asin } = await world.video(eve, { title: 'Très Bright' })
    const account = await world.account(eve, 'tiktok')
    const ids: string[] = []
    for (const caption of ['One', 'Two', 'Three']) {
      ids.unshift(
        (await create({ caption, ...(caption === 'Two' && { video_id, accounts: [{ connection_id: account }] }) }, eve))
          .body.id,
      )
    }
    const list = async (query: Record<string, string>) => {
      const { body } = await world.api.call(posts, contract.list, { as: eve, query })
      return { ids: body.items.map(({ id }) => id), next: body.next_cursor }
    }
    const first = await list({ limit: '2' })
    expect(first.ids).toEqual(ids.slice(0, 2))
    expect((await list({ limit: '2', cursor: first.next ?? '' })).ids).toEqual(ids.slice(2))
    expect((await list({ network: 'tiktok' })).ids).toEqual([ids[1]])
    expect((await list({ video_id })).ids).toEqual([ids[1]])
    expect((await list({ search: 'TRES' })).ids).toEqual([ids[1]])
    expect((await list({ search: asin })).ids).toEqual([ids[1]])
    expect((await list({ search: '%' })).ids).toEqual([])
    expect((await list({ state: 'attention' })).ids).toEqual([])
    expect((await list({ state: 'draft' })).ids).toEqual(ids)
  })
})

describe('GET /api/social-posts/:id', () => {
  test('200 with what became of it on each account', async () => {
    const { id } = await made({ schedule: LATER })
    await setJobs(id, `${POSTED}, permalink = 'https://www.instagram.com/reel/1/'`)
    expect((await get(id)).body.jobs).toMatchObject([
      { state: 'posted', permalink: 'https://www.instagram.com/reel/1/', error: null },
    ])
  })
  test('404 for a stranger', async () => {
    const { id } = await made()
    expect(codeOf(await get(id, await world.api.person()))).toBe('404 post_not_found')
  })
})

describe('PATCH /api/social-posts/:id', () => {
  test('200 a scheduled post changes its text and accounts and stays scheduled', async () => {
    const { id, updated_at } = await made({ schedule: LATER })
    const { status, body } = await patch(
      id,
      { caption: 'New', accounts: [{ connection_id: youtube, title: 'T' }] },
      { 'if-match': updated_at },
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({ state: 'scheduled', caption: 'New', jobs: [{ network: 'youtube', title: 'T' }] })
  })
  test('404 for a post, a video and an account that are not there', async () => {
    const { id } = await made()
    expect(codeOf(await patch(NOBODY, {}))).toBe('404 post_not_found')
    expect(codeOf(await patch(id, { video_id: NOBODY }))).toBe('404 video_not_found')
    expect(codeOf(await patch(id, { accounts: [{ connection_id: NOBODY }] }))).toBe('404 social_account_not_found')
  })
  test('409 when another tab changed it first, with the present row', async () => {
    const { id } = await made()
    const { status, problem } = await patch(id, { caption: 'x' }, OLD)
    expect({ status, code: problem.code, current: problem.current?.id }).toEqual({
      status: 409,
      code: 'row_changed',
      current: id,
    })
  })
  test('409 once a worker has begun, and when a scheduled post would no longer be accepted', async () => {
    const { id } = await made({ schedule: LATER })
    expect(codeOf(await patch(id, { caption: 'x'.repeat(2201) }))).toBe('409 post_not_ready')
    expect(codeOf(await patch(id, { video_id: null }))).toBe('409 post_not_ready')
    await setJobs(id, `leased_until = now() + interval '1 minute'`)
    expect(codeOf(await patch(id, { caption: 'x' }))).toBe('409 post_not_editable')
  })
})

describe('DELETE /api/social-posts/:id', () => {
  test('200 a draft is gone', async () => {
    const { id } = await made()
    expect((await remove(id)).body).toEqual({ id })
    expect((await get(id)).status).toBe(404)
  })
  test('404 when it is not there', async () => expect(codeOf(await remove(NOBODY))).toBe('404 post_not_found'))
  test('409 when it is public or may be, is being published, or changed', async () => {
    const { id } = await made({ schedule: LATER })
    expect(codeOf(await remove(id, OLD))).toBe('409 row_changed')
    await setJobs(id, `state = 'publishing', container_id = 'c'`)
    expect(codeOf(await remove(id))).toBe('409 post_not_editable')
    await setJobs(id, `state = 'unknown'`)
    expect(codeOf(await remove(id))).toBe('409 post_is_public')
  })
})

describe('POST /api/social-posts/:id/schedule', () => {
  test('200 now is due at once, and a later time moves it', async () => {
    const { id } = await made()
    const now = await plan(id, { now: true })
    expect(now.body).toMatchObject({ state: 'scheduled', schedule_rule: null })
    expect(Math.abs(Date.parse(now.body.scheduled_at ?? '') - Date.now())).toBeLessThan(60_000)
    const moved = await plan(id, { wall: '2036-11-02T01:30', time_zone: 'America/New_York' })
    expect(moved.body).toMatchObject({ scheduled_wall: '2036-11-02T01:30', schedule_rule: 'first' })
    const [job] = await world.api.host.sql<{ due: boolean }>(
      `select job.run_at = post.scheduled_at as due from public.social_post_jobs as job
       join public.social_posts as post on post.id = job.post_id where post.id = $1`,
      [id],
    )
    expect(job?.due).toBe(true)
  })
  test('400 for a time in the past', async () => {
    const { id } = await made()
    expect(codeOf(await plan(id, { wall: '2020-01-01T09:00', time_zone: 'UTC' }))).toBe('400 invalid_input')
  })
  test('404 when it is not there', async () => expect(codeOf(await plan(NOBODY))).toBe('404 post_not_found'))
  test('409 without a video, with an account that cannot post, when it was sent, and for an older version', async () => {
    const empty = (await create({})).body
    expect(codeOf(await plan(empty.id))).toBe('409 post_not_ready')
    const page = await world.account(ann, 'facebook')
    const { id } = await made({ accounts: [{ connection_id: page }] })
    expect(codeOf(await plan(id, LATER, OLD))).toBe('409 row_changed')
    await world.api.host.sql('update public.social_connections set is_active = false where id = $1', [page])
    expect(codeOf(await plan(id))).toBe('409 social_account_inactive')
    await world.api.host.sql('update public.social_connections set is_active = true where id = $1', [page])
    await setJobs(id, POSTED)
    expect(codeOf(await plan(id))).toBe('409 post_not_editable')
  })
})

describe('POST /api/social-posts/:id/unschedule', () => {
  test('200 a draft again, of which nothing is due', async () => {
    const { id } = await made({ schedule: LATER })
    expect((await unplan(id)).body).toMatchObject({ state: 'draft', scheduled_at: null, scheduled_wall: null })
    const due = await world.api.host.sql(
      'select 1 from public.social_post_jobs where post_id = $1 and run_at is not null',
      [id],
    )
    expect(due).toEqual([])
  })
  test('404 when it is not there', async () => expect(codeOf(await unplan(NOBODY))).toBe('404 post_not_found'))
  test('409 for a draft and for an older version', async () => {
    const { id } = await made()
    expect(codeOf(await unplan(id))).toBe('409 post_not_editable')
    expect(codeOf(await unplan(id, OLD))).toBe('409 row_changed')
  })
})

describe('POST /api/social-posts/:id/cancel', () => {
  test('200 nothing is sent', async () => {
    const { id } = await made({ schedule: LATER })
    expect((await stop(id)).body).toMatchObject({ state: 'cancelled', jobs: [{ state: 'cancelled' }] })
  })
  test('404 when it is not there', async () => expect(codeOf(await stop(NOBODY))).toBe('404 post_not_found'))
  test('409 once a container exists, and for an older version', async () => {
    const { id } = await made({ schedule: LATER })
    expect(codeOf(await stop(id, OLD))).toBe('409 row_changed')
    await setJobs(id, `state = 'preparing', container_id = 'c'`)
    expect(codeOf(await stop(id))).toBe('409 post_not_editable')
  })
})

type Plan = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; Plans?: Plan[] }
const nodesOf = (node: Plan): Plan[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

describe('GET /api/social-posts/calendar', () => {
  test('200 a month with 1,000 posts among 5,000 is one statement that reads one index', async () => {
    const mia = await world.api.person('mia')
    const account = await world.account(mia, 'youtube')
    const { video_id } = await world.video(mia)
    await world.api.host.sql(
      `with made as (
         insert into public.social_posts (workspace_id, video_id, state, scheduled_wall, time_zone, scheduled_at)
         select current_workspace_id, $2, 'scheduled', at, 'UTC', at at time zone 'utc'
         from public.users, generate_series(0, 4999) as number,
           lateral (select timestamp '2036-01-01' + number * interval '44 minutes') as one (at)
         where users.id = $1 returning id, workspace_id, scheduled_at)
       insert into public.social_post_jobs (workspace_id, post_id, connection_id, network, run_at)
       select workspace_id, id, $3, 'youtube', scheduled_at from made`,
      [mia.userId, video_id, account],
    )
    await world.api.host.exec('analyze public.social_posts; analyze public.social_post_jobs')
    const query = { from: '2036-02-01T00:00:00Z', until: '2036-03-02T00:00:00Z' }
    const { status, body } = await world.api.call(calendar, contract.calendar, { as: mia, query })
    expect(status).toBe(200)
    expect(body.items.length).toBeGreaterThan(980)
    expect(body.items[0]).toMatchObject({ networks: ['youtube'], youtube_jobs: 1, needs_attention: false })
    expect(body).toMatchObject({ has_more: false, youtube: { used_today: 0 } })
    expect(body.youtube.share).toBeGreaterThan(0)

    const [known] = await world.api.host.sql<{ text: string; workspace: string }>(
      'select private.calendar_sql() as text, current_workspace_id as workspace from public.users where id = $1',
      [mia.userId],
    )
    const text = [
      '',
      `'${known?.workspace}'`,
      `'${query.from}'`,
      `'${query.until}'`,
      '2001',
      'null::text',
      'null::text',
    ].reduce((sql, value, at) => (at === 0 ? sql : sql.replaceAll(`$${at}`, value)), String(known?.text))
    const [answer] = await world.api.host.sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (format json) ${text}`)
    const nodes = nodesOf(answer?.['QUERY PLAN'][0].Plan ?? { 'Node Type': 'none' })
    const indexes = nodes.flatMap((node) => node['Index Name'] ?? [])
    expect(indexes).toEqual(expect.arrayContaining(['social_posts_list_idx', 'social_post_jobs_post_idx']))
    const read = nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name'])
    expect(read).not.toContain('social_posts')
    expect(read).not.toContain('social_post_jobs')
  })
  test('400 for more days than a calendar shows', async () => {
    const query = { from: '2036-01-01T00:00:00Z', until: '2036-03-02T00:00:00Z' }
    expect((await world.api.call(calendar, contract.calendar, { as: ann, query })).status).toBe(400)
  })
})

describe('GET /api/social-posts/counts', () => {
  test('200 by state, and what needs attention', async () => {
    const zoe = await world.api.person('zoe')
    await create({}, zoe)
    const { status, body } = await world.api.call(counts, contract.counts, { as: zoe })
    expect(status).toBe(200)
    expect(body).toMatchObject({ total: 1, by_state: { draft: 1, scheduled: 0 }, attention: 0 })
  })
})

describe('GET /api/social-posts/accounts', () => {
  test('200 the accounts of the workspace', async () => {
    const { status, body } = await world.api.call(accounts, contract.accounts, { as: ann })
    expect(status).toBe(200)
    expect(body.items).toContainEqual(
      expect.objectContaining({ id: instagram, network: 'instagram', username: 'lamp.shop', can_post: true }),
    )
  })
})

describe('POST /api/social-posts/preflight', () => {
  const check = (body: object) =>
    world.api.call(preflight, contract.preflight, { as: ann, body: { caption: 'Hi', covers: true, ...body } })

  test('200 with what stands against it on each account', async () => {
    const { status, body } = await check({
      video_id: video,
      caption: '#a #b #c #d #e #f',
      accounts: [{ connection_id: instagram }, { connection_id: youtube }],
    })
    expect(status).toBe(200)
    expect(body.can_post).toBe(false)
    expect(body.findings.map(({ code, connection_id }) => [code, connection_id])).toEqual(
      expect.arrayContaining([
        ['hashtags_over', instagram],
        ['title_missing', youtube],
      ]),
    )
    // The file store of this test has no port: what a network would meet.
    expect(body.findings).toContainEqual(expect.objectContaining({ code: expect.stringMatching(/^file_/) }))
  })
  test('200 a draft without anything says what is missing', async () => {
    const { body } = await check({ video_id: null, accounts: [] })
    expect(body.findings.map(({ message }) => message)).toEqual(['Choose a video.', 'Choose at least one account.'])
  })
  test('200 YouTube receives the bytes from us, so no link is checked', async () => {
    const { body } = await check({ video_id: video, accounts: [{ connection_id: youtube, title: 'Lamp' }] })
    expect(body).toEqual({ findings: [], can_post: true })
  })
  test('404 for a video or an account that is not there', async () => {
    expect(codeOf(await check({ video_id: NOBODY, accounts: [] }))).toBe('404 video_not_found')
    expect(codeOf(await check({ video_id: null, accounts: [{ connection_id: NOBODY }] }))).toBe(
      '404 social_account_not_found',
    )
  })
})

test('the database and core read every clock alike', async () => {
  const zones = [
    'America/New_York',
    'Australia/Lord_Howe',
    'Europe/Berlin',
    'Asia/Kathmandu',
    'America/Sao_Paulo',
    'UTC',
  ]
  const minutes = fc.integer({ min: Date.UTC(2025, 0, 1) / 60_000, max: Date.UTC(2031, 0, 1) / 60_000 })
  // Half of the draws are near a change of the clocks of New York, Berlin or Lord Howe.
  const changes = [
    '2026-03-08T02:00',
    '2026-11-01T01:00',
    '2026-03-29T02:00',
    '2026-10-25T02:00',
    '2026-10-04T02:00',
    '2026-04-05T01:30',
  ]
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -2000, max: 2000 }))
    .map(([change, by]) => Date.parse(`${change}:00Z`) / 60_000 + by)
  const cases = fc
    .sample(fc.tuple(fc.oneof(minutes, near), fc.constantFrom(...zones)), runs(300))
    .map(([minute, zone]) => ({ wall: new Date(minute * 60_000).toISOString().slice(0, 16), zone }))
  const rows = await world.api.host.sql<{ at: Date | string; rule: string | null }>(
    `select read.moment as at, read.rule from jsonb_array_elements($1::jsonb) with ordinality as given (one, place),
       lateral private.resolve_wall_time((one ->> 'wall')::timestamp, one ->> 'zone') as read order by place`,
    [JSON.stringify(cases)],
  )
  expect(rows.map(({ at, rule }, index) => ({ ...cases[index], at: new Date(at).toISOString(), rule }))).toEqual(
    cases.map(({ wall, zone }) => {
      const { at, rule } = resolveWallTime(wall, zone)
      return { wall, zone, at, rule }
    }),
  )
})
