import { afterAll, beforeAll, expect, test } from 'vitest'
import { fc, RANDOM_SEED } from '#core/testing/property.ts'
import { createTestHost, type TestHost, type TestPerson } from '../../../services/local/testing/create-test-host.ts'

let host: TestHost
beforeAll(async () => {
  host = await createTestHost()
})
afterAll(() => host.close())

const PARENTS = ['B00000000P', 'B00000000Q'] as const
/** Parent, other ASIN, relation, and where a person says that it is sold. The first ASIN has two parents. */
const CORRELATIONS = [
  [PARENTS[0], 'B00000000A', 'same', '{}'],
  [PARENTS[1], 'B00000000A', 'same', '{}'],
  [PARENTS[0], 'B00000000B', 'similar', '{}'],
  [PARENTS[0], 'B00000000C', 'pack_unclear', '{US}'],
  [PARENTS[1], 'B00000000D', 'variation', '{UK,FR}'],
] as const
const ASINS = [...new Set(CORRELATIONS.map(([, asin]) => asin))]
const MARKETS = ['US', 'UK', 'DE', 'FR'] as const

const pick = fc.nat(999)
const Event = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('decide' as const),
      pick,
      to: fc.constantFrom('accepted', 'accepted', 'declined', null),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('video' as const), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('choose' as const, 'delete_video' as const), pick }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('complete' as const, 'reopen' as const, 'delete_task' as const),
      pick,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('enable' as const, 'home' as const), pick, isOn: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('fact' as const),
      pick,
      at: fc.constantFrom(...MARKETS),
      is: fc.constantFrom('available', 'available', 'unavailable', 'unknown'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('trash' as const, 'restore' as const), pick }) },
)
type Event = typeof Event extends fc.Arbitrary<infer T> ? T : never

type Task = {
  id: string
  asin: string
  search_asin: string
  marketplace: string
  status: string
  video_id: string | null
  completed_at: string | null
  correlation_id: string | null
}
type State = {
  tasks: Task[]
  videos: { id: string; asin: string; is_for_tasks: boolean }[]
  correlations: {
    id: string
    search_asin: string
    similar_asin: string
    decision: string | null
    marketplaces: string[]
  }[]
  facts: { asin: string; marketplace: string; availability: string }[]
  markets: { marketplace: string; is_enabled: boolean; is_home: boolean }[]
  products: { id: string; asin: string; deleted_at: string | null }[]
  batches: string[]
}

async function read(workspace: string): Promise<State> {
  const of = (table: string, order: string) =>
    `(select coalesce(jsonb_agg(to_jsonb(one) order by one.${order}), '[]') from public.${table} as one where one.workspace_id = $1)`
  const [row] = await host.sql<{ state: State }>(
    `select jsonb_build_object('tasks', ${of('influencer_tasks', 'id')}, 'videos', ${of('product_videos', 'id')},
       'correlations', ${of('asin_correlations', 'id')}, 'facts', ${of('asin_facts', 'asin')},
       'markets', ${of('workspace_marketplaces', 'marketplace')}, 'products', ${of('sourced_products', 'asin')},
       'batches', (select coalesce(jsonb_agg(distinct batch_id), '[]') from public.correlation_decisions
         where workspace_id = $1 and undone_at is null)) as state`,
    [workspace],
  )
  if (!row) throw new Error('There is no state.')
  return row.state
}

/** Runs statements as this person, in one transaction. */
const as = ({ userId }: TestPerson, statement: string) =>
  host.exec(`select set_config('request.jwt.claims', json_build_object('sub', '${userId}', 'role', 'authenticated')::text, true),
    set_config('request.jwt.claim.sub', '${userId}', true); ${statement}`)

async function open(): Promise<{ person: TestPerson; workspace: string }> {
  const person = await host.signUp()
  const [row] = await host.sql<{ id: string }>('select current_workspace_id as id from public.users where id = $1', [
    person.userId,
  ])
  const workspace = row?.id ?? ''
  for (const asin of PARENTS)
    await host.sql('insert into public.sourced_products (workspace_id, asin, title) values ($1, $2, $2)', [
      workspace,
      asin,
    ])
  for (const [parent, asin, relation, marketplaces] of CORRELATIONS)
    await host.sql(
      `insert into public.asin_correlations (workspace_id, product_id, search_asin, similar_asin, relation, marketplaces, source)
       select workspace_id, id, asin, $3, $4, $5, 'search' from public.sourced_products where workspace_id = $1 and asin = $2`,
      [workspace, parent, asin, relation, marketplaces],
    )
  return { person, workspace }
}

let videos = 0
const addVideo = (person: TestPerson, productId: string) => {
  videos += 1
  return as(
    person,
    `do $$
     declare v_upload jsonb := public.begin_upload('${productId}', 'v${videos}.mp4', 10, 'video/mp4', 'mp4', 7200);
     begin
       insert into storage.objects (bucket_id, name, metadata)
       values ('product-videos', v_upload ->> 'storage_path', '{"size": 10}');
       perform public.save_video('${productId}', (v_upload ->> 'id')::uuid, 'v${videos}.mp4', 10, 'video/mp4');
     end $$`,
  )
}

const one = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(list.length, 1)]

/** Does what happens, when there is something that it can happen to. */
async function happen(event: Event, before: State, person: TestPerson, workspace: string): Promise<void> {
  const { tasks, correlations, products, batches } = before
  const id = (list: readonly { id: string }[]) => one(list, event.pick)?.id
  switch (event.kind) {
    case 'decide': {
      const target = id(correlations)
      const to = event.to === null ? 'null' : `'${event.to}'`
      return void (await as(
        person,
        `select public.decide_correlation('${target}', ${to}, ${event.to === 'accepted' ? true : null})`,
      ))
    }
    case 'undo': {
      const batch = one(batches, event.pick)
      return void (batch && (await as(person, `select public.undo_correlation_decisions('${batch}')`)))
    }
    case 'video': {
      const target = id(products.filter(({ deleted_at }) => deleted_at === null))
      return void (target && (await addVideo(person, target)))
    }
    case 'choose': {
      const target = id(before.videos)
      return void (target && (await as(person, `select public.choose_video('${target}')`)))
    }
    case 'delete_video': {
      const target = id(before.videos)
      return void (target && (await host.sql('delete from public.product_videos where id = $1', [target])))
    }
    case 'complete':
    case 'reopen': {
      const [from, to] = event.kind === 'complete' ? ['pending', 'completed'] : ['completed', 'pending']
      const target = id(tasks.filter(({ status }) => status === from))
      return void (
        target && (await as(person, `select public.update_influencer_task('${target}', '{"status": "${to}"}')`))
      )
    }
    case 'delete_task': {
      const target = id(tasks)
      return void (target && (await as(person, `select public.delete_influencer_task('${target}')`)))
    }
    case 'enable':
    case 'home': {
      const code = one(MARKETS, event.pick)
      const change =
        event.kind === 'enable'
          ? `is_enabled = ${event.isOn}, is_home = is_home and ${event.isOn}`
          : `is_home = ${event.isOn}, is_enabled = is_enabled or ${event.isOn}`
      return void (await host.sql(
        `update public.workspace_marketplaces set ${change} where workspace_id = $1 and marketplace = $2`,
        [workspace, code],
      ))
    }
    case 'fact': {
      const fact = { asin: one(ASINS, event.pick), marketplace: event.at, availability: event.is, source: 'keepa' }
      const facts = JSON.stringify([{ ...fact, checked_at: new Date().toISOString() }])
      return void (await host.sql('select public.record_asin_facts($1, $2)', [workspace, facts]))
    }
    default:
      await host.sql(`update public.sourced_products set deleted_at = $2 where id = $1`, [
        id(products),
        event.kind === 'trash' ? new Date().toISOString() : null,
      ])
  }
}

const nameOf = ({ search_asin, asin, marketplace }: Pick<Task, 'search_asin' | 'asin' | 'marketplace'>) =>
  `${asin} for ${search_asin} in ${marketplace}`

/** The tasks that should exist: the own ones at home, and those of accepted ASINs where they are sold. */
function wanted({ videos, correlations, facts, markets, products }: State): Set<string> {
  const alive = new Set(products.flatMap(({ asin, deleted_at }) => (deleted_at === null ? [asin] : [])))
  const own = videos
    .filter(({ asin, is_for_tasks }) => is_for_tasks && alive.has(asin))
    .flatMap(({ asin }) =>
      markets
        .filter(({ is_home }) => is_home)
        .map(({ marketplace }) => nameOf({ search_asin: asin, asin, marketplace })),
    )
  const others = correlations
    .filter(({ search_asin, decision }) => decision === 'accepted' && alive.has(search_asin))
    .flatMap(({ search_asin, similar_asin: asin, marketplaces }) =>
      markets
        .filter(
          ({ marketplace, is_enabled }) =>
            is_enabled &&
            (marketplaces.includes(marketplace) ||
              facts.some(
                (fact) => fact.asin === asin && fact.marketplace === marketplace && fact.availability === 'available',
              )),
        )
        .map(({ marketplace }) => nameOf({ search_asin, asin, marketplace })),
    )
  return new Set([...own, ...others])
}

/** What must hold after every event. */
function check(event: Event, before: State, after: State, deleted: Set<string>): void {
  const chosen = new Map(after.videos.filter(({ is_for_tasks }) => is_for_tasks).map(({ asin, id }) => [asin, id]))
  const pending = after.tasks.filter(({ status }) => status === 'pending')
  for (const task of pending)
    expect(task.video_id, `the video of ${nameOf(task)}`).toBe(chosen.get(task.search_asin) ?? null)
  for (const parent of PARENTS) {
    const own = after.videos.filter(({ asin }) => asin === parent)
    expect(own.filter(({ is_for_tasks }) => is_for_tasks)).toHaveLength(Math.min(own.length, 1))
  }

  // A completed task changes by the hand of a person only; a deleted video leaves it.
  const now = new Map(after.tasks.map((task) => [task.id, task]))
  const stored = new Set(after.videos.map(({ id }) => id))
  const target = event.kind === 'reopen' || event.kind === 'delete_task' ? 1 : 0
  const changed = before.tasks.filter((task) => {
    const is = now.get(task.id)
    const video = task.video_id !== null && stored.has(task.video_id) ? task.video_id : null
    return (
      task.status === 'completed' &&
      (is?.status !== 'completed' || is.video_id !== video || is.completed_at !== task.completed_at)
    )
  })
  expect(changed.length, 'completed tasks that changed').toBeLessThanOrEqual(target)

  const decisions = new Map(after.correlations.map(({ id, decision }) => [id, decision]))
  for (const task of pending)
    if (task.correlation_id !== null) expect(decisions.get(task.correlation_id), nameOf(task)).toBe('accepted')

  const names = after.tasks.map(nameOf)
  expect(new Set(names).size, 'no task twice').toBe(names.length)
  const should = wanted(after)
  const known = new Set(before.tasks.map(({ id }) => id))
  for (const task of after.tasks)
    if (!known.has(task.id)) expect(should, `a new task: ${nameOf(task)}`).toContain(nameOf(task))
  if (event.kind === 'delete_task') for (const task of before.tasks) if (!now.has(task.id)) deleted.add(nameOf(task))
  const missing = [...should].filter((name) => !names.includes(name) && !deleted.has(name))
  expect(missing, 'tasks that are missing').toEqual([])
}

const runs = fc.sample(fc.array(Event, { minLength: 60, maxLength: 60 }), { seed: RANDOM_SEED, numRuns: 4 })

test.each(runs.map((events, number) => [number + 1, events] as const))(
  'inheritance holds after every event of the random story %i',
  async (_, events) => {
    const bob = await open()
    await addVideo(bob.person, (await read(bob.workspace)).products[0]?.id ?? '')
    for (const { id } of (await read(bob.workspace)).correlations)
      await as(bob.person, `select public.decide_correlation('${id}', 'accepted', true)`)
    const bobs = await read(bob.workspace)
    expect(bobs.tasks.length).toBeGreaterThan(2)

    const { person, workspace } = await open()
    const deleted = new Set<string>()
    let before = await read(workspace)
    for (const [number, event] of events.entries()) {
      await happen(event, before, person, workspace)
      const after = await read(workspace)
      try {
        check(event, before, after, deleted)
      } catch (error) {
        throw new Error(
          `Event ${number + 1}, ${JSON.stringify(event)}: ${error instanceof Error ? error.message : error}`,
          {
            cause: error,
          },
        )
      }
      before = after
    }
    expect(await read(bob.workspace), 'another workspace').toEqual(bobs)
  },
)
