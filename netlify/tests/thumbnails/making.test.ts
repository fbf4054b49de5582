import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { MarketplaceCode } from '#core/marketplaces.ts'
import { productsContract } from '#core/products/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { sampleLayer } from '#core/testing/thumbnail-samples.ts'
import { thumbnailsContract, thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'
import { videosContract } from '#core/videos/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import generate from '../../functions/generate-thumbnail.ts'
import find from '../../functions/get-thumbnail.ts'
import tasks from '../../functions/influencer-tasks.ts'
import product from '../../functions/sourced-product.ts'
import run from '../../functions/thumbnail-run.ts'
import runItems from '../../functions/thumbnail-run-items.ts'
import runs from '../../functions/thumbnail-runs.ts'
import template from '../../functions/thumbnail-template.ts'
import videos from '../../functions/videos.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { openSharp } from '../../src/thumbnails/rendering/open-sharp.ts'
import { createThumbnailWorld, picture, type ThumbnailWorld } from '../../testing/thumbnail-world.ts'

let world: ThumbnailWorld
let ann: TestPerson
let owner: string
let red: Buffer
const ASIN = 'B000000001'

beforeAll(async () => {
  world = await createThumbnailWorld()
  red = await picture('#CC0000')
})
afterAll(() => world.close())
beforeEach(async () => {
  ann = await world.api.person()
  owner = await world.owner(ann, 'Olga')
  world.requested.length = 0
})

const api: Pick<ThumbnailWorld['api'], 'call'> = { call: (...args) => world.api.call(...args) }
const make = (body: object, as: TestPerson | undefined = ann, headers = {}) =>
  api.call(generate, thumbnailsContract.generate, { ...(as && { as }), body, headers })
const ask = (query: Record<string, string>, as = ann) => api.call(find, thumbnailsContract.find, { as, query })
const codeOf = ({ status, problem }: { status: number; problem: { code: string } }) => `${status} ${problem.code}`

/** A product that has everything: an owner, a template, an image. Nothing is made automatically. */
async function complete(asin = ASIN, image: string = world.serve('/red.png', red)) {
  await silence()
  const template = await world.template(ann, owner)
  return { template, product_id: await world.product(ann, { asin, image_url: image, owner_id: owner }) }
}
const silence = () =>
  world.api.host.sql(
    'update public.workspaces set makes_thumbnails = false where id = (select current_workspace_id from public.users where id = $1)',
    [ann.userId],
  )
const rows = (table: string) =>
  world.api.host.sql<{ count: number }>(
    `select count(*)::integer as count from ${table} where workspace_id = (select current_workspace_id from public.users where id = $1)`,
    [ann.userId],
  )
async function task(
  product_id: string,
  marketplace: MarketplaceCode,
  asin = ASIN,
  change: Record<string, string> = {},
) {
  const [row] = await world.api.host.sql<{ id: string }>(
    `insert into public.influencer_tasks (workspace_id, search_asin, asin, product_id, marketplace, image_url)
     select workspace_id, asin, $2, id, $3, $4 from public.sourced_products where id = $1 returning id`,
    [product_id, asin, marketplace, change.image_url ?? null],
  )
  return row?.id ?? ''
}
/** The color at a point of the picture at a link. */
async function pixel(url: string, left: number, top: number): Promise<number[]> {
  const sharp = await openSharp()
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer())
  const { data } = await sharp(bytes)
    .extract({ left, top, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return [...data]
}
const near = (color: number[], expected: number[]) =>
  color.every((value, channel) => Math.abs(value - (expected[channel] ?? 0)) <= 6)

describe('POST /api/generate-thumbnail', () => {
  test('200 – the product stands in its zone, and the template around it', async () => {
    const { product_id } = await complete()
    const { status, body } = await make({ product_id })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      is_unchanged: false,
      filename: `${ASIN}_thumbnail.jpg`,
      thumbnail: { asin: ASIN, search_asin: ASIN, product_id, state: 'ready', template_version: 1 },
    })
    // The image is 4:3, so it fills the zone's width of 640 and leaves the template above and below it.
    expect(near(await pixel(body.url, 320, 360), [204, 0, 0])).toBe(true)
    expect(near(await pixel(body.url, 320, 20), [34, 68, 102])).toBe(true)
    expect(near(await pixel(body.url, 900, 360), [34, 68, 102])).toBe(true)
  })

  test('200 – the same inputs render nothing, load nothing and store nothing', async () => {
    const { product_id } = await complete()
    const first = await make({ product_id })
    world.requested.length = 0
    const sent = vi.spyOn(globalThis, 'fetch')
    const second = await make({ product_id })
    const asked = sent.mock.calls.map(
      ([input]) => new URL(input instanceof Request ? input.url : String(input)).pathname,
    )
    expect(second.body.is_unchanged).toBe(true)
    expect(second.body.thumbnail).toEqual(first.body.thumbnail)
    expect(world.requested).toEqual([])
    // One query, and the link.
    expect(asked.map((path) => path.replace(/generated-thumbnails.*/, ''))).toEqual([
      '/rest/v1/rpc/prepare_thumbnail',
      '/storage/v1/object/sign/',
    ])
  })

  test('200 – for everybody who asks at the same moment', async () => {
    const { product_id } = await complete()
    // The local store writes to the console when a second file comes under the same name.
    vi.spyOn(console, 'error').mockReturnValue()
    const answers = await Promise.all(Array.from({ length: 4 }, () => make({ product_id })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(new Set(answers.map(({ body }) => new URL(body.url).pathname)).size).toBe(1)
    expect(near(await pixel(answers[0]?.body.url ?? '', 320, 360), [204, 0, 0])).toBe(true)
  })

  test('200 – a changed title, image or template makes another file; a title that no layer draws does not', async () => {
    const { product_id, template: made } = await complete()
    const path = async () => {
      const { body } = await make({ product_id })
      return new URL(body.url).pathname
    }
    const first = await path()
    await world.api.host.sql(`update public.sourced_products set video_title = 'Desk lamp' where id = $1`, [product_id])
    expect(await path()).toBe(first)
    await api.call(template, thumbnailTemplatesContract.update, {
      as: ann,
      params: { id: made.id },
      body: { layers: [sampleLayer()] },
    })
    const second = await path()
    expect(second).not.toBe(first)
    await world.api.host.sql(`update public.sourced_products set video_title = 'Floor lamp' where id = $1`, [
      product_id,
    ])
    expect(await path()).not.toBe(second)
  })

  test('200 for a task whose ASIN has its own image, with the template of the parent', async () => {
    const { product_id } = await complete()
    const image_url = world.serve('/green.png', await picture('#00AA00'))
    const task_id = await task(product_id, 'DE', 'B000000002', { image_url })
    const { status, body } = await make({ task_id })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      filename: 'B000000002_thumbnail.jpg',
      thumbnail: { search_asin: ASIN, asin: 'B000000002' },
    })
    expect(near(await pixel(body.url, 320, 360), [0, 170, 0])).toBe(true)
  })

  test('200 with another template than the active one', async () => {
    const { product_id } = await complete()
    const other = await world.template(ann, owner, { name: 'Green', is_active: false }, await picture('#00FF00'))
    const { body } = await make({ product_id, template_id: other.id })
    expect(near(await pixel(body.url, 900, 360), [0, 255, 0])).toBe(true)
  })

  test('200 for automation with the webhook secret, 401 with another one', async () => {
    const { product_id } = await complete()
    const secret = { 'x-webhook-secret': process.env.WEBHOOK_SECRET ?? '' }
    const answer = await api.call(generate, thumbnailsContract.generate, { body: { product_id }, headers: secret })
    expect(answer.status).toBe(200)
    const wrong = await api.call(generate, thumbnailsContract.generate, {
      body: { product_id },
      headers: { 'x-webhook-secret': 'guessed' },
    })
    expect(codeOf(wrong)).toBe('401 secret_invalid')
    // A wrong secret does not fall back to the person who sent it.
    expect(codeOf(await make({ product_id }, ann, { 'x-webhook-secret': 'guessed' }))).toBe('401 secret_invalid')
    expect(codeOf(await api.call(generate, thumbnailsContract.generate, { body: { product_id } }))).toBe(
      '401 not_signed_in',
    )
  })

  test('200 – a title is data, whatever it looks like', async () => {
    const { product_id, template: made } = await complete()
    await api.call(template, thumbnailTemplatesContract.update, {
      as: ann,
      params: { id: made.id },
      body: { layers: [sampleLayer()] },
    })
    await world.api.host.sql(`update public.sourced_products set video_title = $2 where id = $1`, [
      product_id,
      'Tom & Jerry <3 <span size="1000000">x</span> &amp; ꦲ',
    ])
    const { status, body } = await make({ product_id })
    expect(status).toBe(200)
    expect(body.text[0]?.lines.join(' ')).toBe('Tom & Jerry <3 <span size="1000000">x</span> &amp;')
    expect(body.warnings).toMatchObject([{ code: 'glyph_missing', characters: 'ꦲ' }])
  })

  test('404 for a task, a product or a template that is not there, or is another workspace', async () => {
    const { product_id } = await complete()
    const bob = await world.api.person()
    expect(codeOf(await make({ task_id: randomUUID() }))).toBe('404 task_not_found')
    expect(codeOf(await make({ product_id: randomUUID() }))).toBe('404 product_not_found')
    expect(codeOf(await make({ product_id, template_id: randomUUID() }))).toBe('404 template_not_found')
    expect(codeOf(await make({ product_id }, bob))).toBe('404 product_not_found')
    expect(codeOf(await make({ task_id: await task(product_id, 'US') }, bob))).toBe('404 task_not_found')
  })

  test('409 says what is missing: owner, template, image; nothing is written', async () => {
    await silence()
    const product_id = await world.product(ann, { asin: ASIN })
    expect(codeOf(await make({ product_id }))).toBe('409 owner_missing')
    await world.api.host.sql(
      'insert into public.product_owners (workspace_id, product_id, owner_id) select workspace_id, id, $2 from public.sourced_products where id = $1',
      [product_id, owner],
    )
    expect(codeOf(await make({ product_id }))).toBe('409 template_missing')
    await world.template(ann, owner)
    expect(codeOf(await make({ product_id }))).toBe('409 product_image_missing')
    expect(await rows('public.thumbnails')).toEqual([{ count: 0 }])
  })

  test('502 for an image that is gone, breaks off, or is at a private address', async () => {
    const broken = {
      gone: `${world.origin}/gone.png`,
      private: 'http://127.0.0.1:1/secret.png',
      literal: 'http://[::ffff:7f00:1]/secret.png',
      moved: world.serve(
        '/moved.png',
        (_, response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      ),
      broken: world.serve('/broken.png', (_, response) => {
        response.writeHead(200, { 'content-length': '1000' })
        response.write('half', () => response.destroy())
      }),
    }
    for (const [index, image] of Object.values(broken).entries()) {
      const { product_id } =
        index === 0
          ? await complete(ASIN, image)
          : { product_id: await world.product(ann, { asin: `B00000010${index}`, image_url: image, owner_id: owner }) }
      expect(codeOf(await make({ product_id }))).toBe('502 image_unreachable')
    }
    expect(await rows('public.thumbnails')).toEqual([{ count: 0 }])
  })

  test('502 while the file store does not answer: nothing is written', async () => {
    const { product_id } = await complete()
    const send = globalThis.fetch
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      if (url.includes('/upload/sign/generated-thumbnails') && init?.method === 'PUT')
        throw new TypeError('fetch failed')
      return send(input, init)
    })
    expect(codeOf(await make({ product_id }))).toBe('502 storage_unavailable')
    expect(await rows('public.thumbnails')).toEqual([{ count: 0 }])
  })

  test('422 for HTML with the name of an image, an SVG and a cut file, each by its name', async () => {
    const { product_id } = await complete(
      ASIN,
      world.serve('/page.jpg', Buffer.from('<!doctype html><p>Robot check'), 'image/jpeg'),
    )
    const html = await make({ product_id })
    expect(codeOf(html)).toBe('422 image_type_refused')
    expect(html.problem.detail).toContain('text/html')
    const change = (image: string) =>
      world.api.host.sql('update public.sourced_products set image_url = $2 where id = $1', [product_id, image])
    await change(world.serve('/a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')))
    expect((await make({ product_id })).problem.detail).toContain('svg')
    await change(world.serve('/cut.png', red.subarray(0, red.length - 30)))
    expect(codeOf(await make({ product_id }))).toBe('422 image_invalid')
  })

  test('422 for a text whose zone has no room for it, in a run too: nothing is written', async () => {
    const { product_id, template: made } = await complete()
    const layers = [sampleLayer({ zone: { x: 50, y: 10, width: 40, height: 4 }, min_px: 60 })]
    await api.call(template, thumbnailTemplatesContract.update, { as: ann, params: { id: made.id }, body: { layers } })
    const answer = await make({ product_id })
    expect(codeOf(answer)).toBe('422 text_invalid')
    expect(answer.problem.detail).toContain('The zone of the video title has no room for text of 60 px')
    expect(await rows('public.thumbnails')).toEqual([{ count: 0 }])
    const { body } = await begin({ product_ids: [product_id] })
    await drainJobs()
    expect((await sheet(body.id)).items).toMatchObject([{ state: 'failed', error_code: 'text_invalid' }])
  })

  test('413 for an image of too many pixels or bytes', async () => {
    const { product_id } = await complete(
      ASIN,
      world.serve('/huge.png', await picture('#000000', { width: 8000, height: 6000 })),
    )
    expect(codeOf(await make({ product_id }))).toBe('413 image_too_large')
    const endless = world.serve('/endless.png', (_, response) => {
      response.writeHead(200, { 'content-length': String(16 * 1024 * 1024) })
      response.flushHeaders()
    })
    await world.api.host.sql('update public.sourced_products set image_url = $2 where id = $1', [product_id, endless])
    expect(codeOf(await make({ product_id }))).toBe('413 image_too_large')
  })

  test('400 for a task and a product at once', async () => {
    expect((await make({ task_id: randomUUID(), product_id: randomUUID() })).status).toBe(400)
  })
})

describe('GET /api/get-thumbnail', () => {
  test("200: own, then the parent's, then none, in four marketplaces with two parents", async () => {
    const { product_id: first } = await complete('B00000000P')
    const second = await world.product(ann, {
      asin: 'B00000000Q',
      image_url: world.serve('/red.png', red),
      owner_id: owner,
    })
    const shared = 'B00000000C'
    const ids: Record<string, string> = {}
    for (const marketplace of ['US', 'CA', 'UK', 'DE'] as const) {
      ids[`1 ${marketplace}`] = await task(first, marketplace, shared)
      ids[`2 ${marketplace}`] = await task(second, marketplace, shared)
      ids[`own ${marketplace}`] = await task(first, marketplace, 'B00000000P')
    }
    await make({ product_id: first })
    const sources = async () =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(ids).map(async ([name, task_id]) => [name, (await ask({ task_id })).body.source]),
        ),
      )
    expect(await sources()).toEqual({
      '1 US': 'inherited',
      '1 CA': 'inherited',
      '1 UK': 'inherited',
      '1 DE': 'inherited',
      '2 US': 'none',
      '2 CA': 'none',
      '2 UK': 'none',
      '2 DE': 'none',
      'own US': 'own',
      'own CA': 'own',
      'own UK': 'own',
      'own DE': 'own',
    })
    const { status, body } = await ask({ asin: shared, marketplace: 'DE' })
    expect({ status, source: body.source, filename: body.filename }).toEqual({
      status: 200,
      source: 'inherited',
      filename: `${shared}_thumbnail.jpg`,
    })
    const file = await fetch(body.url ?? '')
    expect(file.headers.get('content-disposition') ?? '').toContain(`${shared}_thumbnail.jpg`)
  })

  test('200 with none for an ASIN that nobody knows, and for a stranger', async () => {
    const { product_id } = await complete()
    await make({ product_id })
    expect((await ask({ asin: 'B00000000X' })).body).toEqual({
      source: 'none',
      filename: 'B00000000X_thumbnail.jpg',
      url: null,
      expires_at: null,
    })
    expect((await ask({ asin: ASIN }, await world.api.person())).body.source).toBe('none')
  })

  test('200 for an uploader, whose tasks show the same picture', async () => {
    const { product_id } = await complete()
    await task(product_id, 'US')
    await make({ product_id })
    const uma = await world.api.teammate(ann, 'uploader')
    expect((await ask({ asin: ASIN }, uma)).body.source).toBe('own')
    const { body } = await api.call(tasks, tasksContract.list, { as: uma })
    const link = body.items[0]?.thumbnail_url ?? ''
    expect((await fetch(link)).headers.get('content-type')).toBe('image/jpeg')
  })

  test('404 for a task or product of another workspace', async () => {
    const { product_id } = await complete()
    const bob = await world.api.person()
    expect(codeOf(await ask({ product_id }, bob))).toBe('404 product_not_found')
    expect(codeOf(await ask({ task_id: await task(product_id, 'US') }, bob))).toBe('404 task_not_found')
  })

  test('502 while the file store does not answer', async () => {
    const { product_id } = await complete()
    await make({ product_id })
    const send = globalThis.fetch
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      if (url.includes('/storage/v1/')) throw new TypeError('fetch failed')
      return send(input, init)
    })
    expect(codeOf(await ask({ product_id }))).toBe('502 storage_unavailable')
  })

  test('400 without a name of what is asked', async () => {
    expect((await ask({})).status).toBe(400)
    expect((await ask({ asin: 'lamp' })).status).toBe(400)
  })
})

const begin = (body: object, as = ann) => api.call(runs, thumbnailsContract.createRun, { as, body })
const sheet = async (id: string, query: Record<string, string> = {}) =>
  (await api.call(runItems, thumbnailsContract.runItems, { as: ann, params: { id }, query })).body
const progress = async (id: string) => (await api.call(run, thumbnailsContract.run, { as: ann, params: { id } })).body

describe('POST /api/thumbnail-runs', () => {
  test('202 – named products are made in the background; what is missing is said for each', async () => {
    const { product_id } = await complete()
    const bare = await world.product(ann, { asin: 'B000000002' })
    const { status, body } = await begin({ product_ids: [product_id, bare] })
    expect(status).toBe(202)
    expect(body).toMatchObject({ kind: 'products', state: 'running', total: 2, made: 0, failed: 0 })
    await drainJobs()
    expect(await progress(body.id)).toMatchObject({ state: 'finished', total: 2, made: 1, failed: 1 })
    const { items } = await sheet(body.id)
    expect(items).toMatchObject([
      { asin: ASIN, state: 'made', before_url: null, error_code: null },
      { asin: 'B000000002', state: 'failed', after_url: null, error_code: 'owner_missing' },
    ])
    expect((await ask({ product_id })).body.source).toBe('own')
    const again = await begin({ product_ids: [product_id] })
    await drainJobs()
    expect(await progress(again.body.id)).toMatchObject({ made: 0, unchanged: 1 })
  })

  test('202 – a changed template renders what it made before, with a sheet of before and after', async () => {
    const { product_id, template: made } = await complete()
    await make({ product_id })
    const change = { background: '#00FF00' }
    await api.call(template, thumbnailTemplatesContract.update, { as: ann, params: { id: made.id }, body: change })
    const listed = await api.call(template, thumbnailTemplatesContract.get, { as: ann, params: { id: made.id } })
    expect(listed.body).toMatchObject({ thumbnails: 1, outdated: 1 })
    const { body } = await begin({ template_id: made.id })
    await drainJobs()
    const { items } = await sheet(body.id)
    expect(near(await pixel(items[0]?.before_url ?? '', 320, 20), [34, 68, 102])).toBe(true)
    expect(near(await pixel(items[0]?.after_url ?? '', 320, 20), [0, 255, 0])).toBe(true)
    const nothing = await begin({ template_id: made.id })
    expect(nothing.body).toMatchObject({ state: 'finished', total: 0 })
  })

  test('202 – an earlier version that came back makes the same picture, and nothing stays outdated', async () => {
    const { product_id, template: made } = await complete()
    await make({ product_id })
    const change = (body: object) =>
      api.call(template, thumbnailTemplatesContract.update, { as: ann, params: { id: made.id }, body })
    await change({ background: '#00FF00' })
    expect((await change({ restore_version: 1 })).body).toMatchObject({ version: 3, outdated: 1 })
    world.requested.length = 0
    const { body } = await begin({ template_id: made.id })
    await drainJobs()
    expect(await progress(body.id)).toMatchObject({ total: 1, unchanged: 1 })
    expect(world.requested).toEqual([])
    expect((await change({ name: 'Same' })).body).toMatchObject({ thumbnails: 1, outdated: 0 })
  })

  test('202 – a product whose image fails keeps the picture that it had', async () => {
    const { product_id } = await complete()
    await make({ product_id })
    await world.api.host.sql('update public.sourced_products set image_url = $2 where id = $1', [
      product_id,
      `${world.origin}/gone.png`,
    ])
    const { body } = await begin({ product_ids: [product_id] })
    await drainJobs()
    expect((await sheet(body.id)).items).toMatchObject([{ state: 'failed', error_code: 'image_unreachable' }])
    expect((await ask({ product_id })).body.source).toBe('own')
  })

  test('202 – a mistake of ours with one thumbnail leaves the others of its run', async () => {
    const { product_id } = await complete()
    const other = await world.product(ann, {
      asin: 'B000000002',
      image_url: world.serve('/red.png', red),
      owner_id: owner,
    })
    vi.spyOn(console, 'error').mockReturnValue()
    const send = globalThis.fetch
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      const isBroken = url.endsWith('/rpc/record_thumbnail') && String(init?.body).includes(product_id)
      return isBroken ? Response.json({ code: 'XX000', message: 'a mistake' }, { status: 500 }) : send(input, init)
    })
    const { body } = await begin({ product_ids: [product_id, other] })
    await drainJobs()
    expect(await progress(body.id)).toMatchObject({ state: 'finished', made: 1, failed: 1 })
    expect((await sheet(body.id)).items).toMatchObject([{ error_code: 'unexpected' }, { state: 'made' }])
  })

  test('404 for a template of another workspace', async () => {
    const { template: made } = await complete()
    expect(codeOf(await begin({ template_id: made.id }, await world.api.person()))).toBe('404 template_not_found')
  })
})

describe('GET /api/thumbnail-runs', () => {
  test('200 with the runs that people began, the newest first', async () => {
    const { product_id } = await complete()
    const first = await begin({ product_ids: [product_id] })
    const second = await begin({ product_ids: [product_id] })
    const { status, body } = await api.call(runs, thumbnailsContract.listRuns, { as: ann })
    expect({ status, ids: body.items.map(({ id }) => id) }).toEqual({
      status: 200,
      ids: [second.body.id, first.body.id],
    })
  })
})

describe('GET /api/thumbnail-runs/:id', () => {
  test('200 with the progress', async () => {
    const { product_id } = await complete()
    const { body } = await begin({ product_ids: [product_id] })
    const { status } = await api.call(run, thumbnailsContract.run, { as: ann, params: { id: body.id } })
    expect(status).toBe(200)
  })

  test('404 for a run of another workspace', async () => {
    const { product_id } = await complete()
    const { body } = await begin({ product_ids: [product_id] })
    const bob = await world.api.person()
    expect(codeOf(await api.call(run, thumbnailsContract.run, { as: bob, params: { id: body.id } }))).toBe(
      '404 thumbnail_run_not_found',
    )
  })
})

describe('GET /api/thumbnail-runs/:id/items', () => {
  test('200 in pages, and by state', async () => {
    await complete()
    const ids = await Promise.all(
      ['B000000002', 'B000000003', 'B000000004'].map((asin) => world.product(ann, { asin })),
    )
    const { body } = await begin({ product_ids: ids })
    await drainJobs()
    const first = await sheet(body.id, { limit: '2', count: 'true' })
    const second = await sheet(body.id, { limit: '2', cursor: first.next_cursor ?? '' })
    expect([first.items.length, second.items.length, first.total, second.next_cursor]).toEqual([2, 1, 3, null])
    expect((await sheet(body.id, { state: 'made' })).items).toEqual([])
  })

  test('404 for a run that is not there', async () => {
    const answer = await api.call(runItems, thumbnailsContract.runItems, { as: ann, params: { id: randomUUID() } })
    expect(codeOf(answer)).toBe('404 thumbnail_run_not_found')
  })
})

describe('Thumbnails that are made automatically', () => {
  test("an owner's first template makes what the owner's products lack, at once, and another one nothing", async () => {
    const product_id = await world.product(ann, {
      asin: ASIN,
      image_url: world.serve('/red.png', red),
      owner_id: owner,
    })
    const woken = vi.spyOn(globalThis, 'fetch')
    const wakes = () => woken.mock.calls.filter(([input]) => String(input).endsWith('/api/jobs-drain')).length
    await world.template(ann, owner)
    await world.api.settle()
    expect(wakes()).toBe(1)
    await drainJobs()
    expect((await ask({ product_id })).body.source).toBe('own')
    world.requested.length = 0
    const second = await world.template(ann, owner, { name: 'Green' })
    await drainJobs()
    expect(world.requested).toEqual([])
    expect(second).toMatchObject({ is_active: true, thumbnails: 0, outdated: 1 })
    const { body } = await begin({ template_id: second.id })
    await drainJobs()
    // The same design makes the same picture, which is the second template's from now on.
    expect(await progress(body.id)).toMatchObject({ total: 1, unchanged: 1 })
    const { body: listed } = await api.call(template, thumbnailTemplatesContract.get, {
      as: ann,
      params: { id: second.id },
    })
    expect(listed).toMatchObject({ thumbnails: 1, outdated: 0 })
  })

  test('an owner that a person gives a product starts the work at once', async () => {
    await world.template(ann, owner)
    const product_id = await world.product(ann, { asin: ASIN, image_url: world.serve('/red.png', red) })
    const woken = vi.spyOn(globalThis, 'fetch')
    await api.call(product, productsContract.update, {
      as: ann,
      params: { id: product_id },
      body: { owners: [{ owner_id: owner }] },
    })
    await world.api.settle()
    expect(woken.mock.calls.filter(([input]) => String(input).endsWith('/api/jobs-drain')).length).toBe(1)
    await drainJobs()
    expect((await ask({ product_id })).body.source).toBe('own')
  })

  test("an owner makes it, and the video's rail shows each state with its retry", async () => {
    await world.template(ann, owner)
    const image_url = world.serve('/late.png', (_, response) => void response.writeHead(404).end())
    const product_id = await world.product(ann, { asin: ASIN, image_url })
    await world.api.host.sql(
      `insert into public.product_videos (workspace_id, product_id, asin, source, storage_path, filename, file_size, mime_type)
       select workspace_id, id, asin, 'storage', workspace_id || '/a.mp4', 'a.mp4', 1, 'video/mp4' from public.sourced_products where id = $1`,
      [product_id],
    )
    const step = async () => (await api.call(videos, videosContract.list, { as: ann })).body.items[0]?.thumbnail
    expect(await step()).toBeNull()
    await world.api.host.sql(
      'insert into public.product_owners (workspace_id, product_id, owner_id) select workspace_id, id, $2 from public.sourced_products where id = $1',
      [product_id, owner],
    )
    expect(await step()).toMatchObject({ state: 'pending' })
    await drainJobs()
    expect(await step()).toMatchObject({ state: 'failed', error_code: 'image_unreachable' })
    world.serve('/late.png', red)
    expect((await make({ product_id })).status).toBe(200)
    expect(await step()).toMatchObject({ state: 'ready', error_code: null, has_warnings: false })
  })

  test('a worker that was killed leaves work that the next one finishes once', async () => {
    const { product_id } = await complete()
    const { body } = await begin({ product_ids: [product_id] })
    // The first worker took the items and vanished; its lease ends.
    await world.api.host.sql('select public.next_thumbnail_items($1, 20)', [body.id])
    await drainJobs()
    expect(await progress(body.id)).toMatchObject({ state: 'finished', made: 1 })
    await world.api.host.sql(
      `select private.enqueue_job('thumbnails.make', 'again', jsonb_build_object('run_id', $1::text))`,
      [body.id],
    )
    world.requested.length = 0
    await drainJobs()
    expect(world.requested).toEqual([])
  })
})
