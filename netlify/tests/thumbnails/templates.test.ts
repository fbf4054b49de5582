import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { sampleLayer } from '#core/testing/thumbnail-samples.ts'
import { thumbnailsContract, thumbnailTemplatesContract } from '#core/thumbnails/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import fonts from '../../functions/thumbnail-fonts.ts'
import previews from '../../functions/thumbnail-previews.ts'
import settings from '../../functions/thumbnail-settings.ts'
import template from '../../functions/thumbnail-template.ts'
import templateUpload from '../../functions/thumbnail-template-upload.ts'
import versions from '../../functions/thumbnail-template-versions.ts'
import templates from '../../functions/thumbnail-templates.ts'
import { createThumbnailWorld, DESIGN, picture, type ThumbnailWorld } from '../../testing/thumbnail-world.ts'

let world: ThumbnailWorld
let ann: TestPerson
let owner: string
let image: Buffer

beforeAll(async () => {
  world = await createThumbnailWorld()
  image = await picture('#336699')
})
afterAll(() => world.close())
beforeEach(async () => {
  ann = await world.api.person()
  owner = await world.owner(ann, 'Olga')
})

const api: Pick<ThumbnailWorld['api'], 'call'> = { call: (...args) => world.api.call(...args) }
const post = (body: object, as = ann) => api.call(templates, thumbnailTemplatesContract.create, { as, body })
const patch = (id: string, body: object, headers = {}) =>
  api.call(template, thumbnailTemplatesContract.update, { as: ann, params: { id }, body, headers })
const valid = async (change: object = {}) => ({
  owner_id: owner,
  name: 'Blue',
  upload_session_id: await world.upload(ann, image),
  ...DESIGN,
  ...change,
})

/** Makes the next requests to the file store fail, as if it did not answer. */
function breakStore() {
  const send = globalThis.fetch
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (url.includes('/storage/v1/')) throw new TypeError('fetch failed')
    return send(input, init)
  })
}

/** The problems of an image that arrives with `send`. */
async function imageProblems(
  send: (upload_session_id: string) => Promise<{ status: number; problem: { code: string } }>,
) {
  const sent = async (bytes: Buffer) => {
    const { status, problem } = await send(await world.upload(ann, bytes))
    return `${status} ${problem.code}`
  }
  return {
    svg: await sent(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')),
    cut: await sent(image.subarray(0, image.length - 40)),
    huge: await sent(await hugePng()),
  }
}
let huge: Buffer | undefined
const hugePng = async () => (huge ??= await picture('#000000', { width: 8000, height: 6000 }))
const IMAGE_PROBLEMS = { svg: '422 image_type_refused', cut: '422 image_invalid', huge: '413 image_too_large' }

describe('POST /api/thumbnail-templates/upload-session', () => {
  test('201 with a link that takes the image in one request', async () => {
    const { status, body } = await api.call(templateUpload, thumbnailTemplatesContract.upload, {
      as: ann,
      body: { file_size: 1000, mime_type: 'image/webp' },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({ method: 'PUT', chunk_size: null, headers: { 'content-type': 'image/webp' } })
  })

  test('413 for an image of more than 5 MB', async () => {
    const { status, problem } = await api.call(templateUpload, thumbnailTemplatesContract.upload, {
      as: ann,
      body: { file_size: 5 * 1024 * 1024 + 1, mime_type: 'image/png' },
    })
    expect({ status, code: problem.code }).toEqual({ status: 413, code: 'image_too_large' })
  })

  test('502 while the file store does not answer', async () => {
    breakStore()
    const { status, problem } = await api.call(templateUpload, thumbnailTemplatesContract.upload, {
      as: ann,
      body: { file_size: 1000, mime_type: 'image/png' },
    })
    expect({ status, code: problem.code }).toEqual({ status: 502, code: 'storage_unavailable' })
  })
})

describe('POST /api/thumbnail-templates', () => {
  test('201 – the first template of an owner is active, at a zone that begins at 0', async () => {
    const { status, body } = await post(await valid({ is_active: false }))
    expect(status).toBe(201)
    expect(body).toMatchObject({
      owner_name: 'Olga',
      is_active: true,
      version: 1,
      image_width: 400,
      image_height: 300,
      thumbnails: 0,
      outdated: 0,
      placement_zone: DESIGN.placement_zone,
    })
    const link = await fetch(body.image_url ?? '')
    expect(Buffer.from(await link.arrayBuffer()).equals(image)).toBe(true)
  })

  test('409 for an owner of another workspace', async () => {
    const theirs = await world.owner(await world.api.person(), 'Pia')
    const { status, problem } = await post(await valid({ owner_id: theirs }))
    expect({ status, code: problem.code }).toEqual({ status: 409, code: 'owner_missing' })
  })

  test('409 for a name that the owner has already', async () => {
    await post(await valid())
    const { status, problem } = await post(await valid({ name: 'BLUE' }))
    expect({ status, code: problem.code }).toEqual({ status: 409, code: 'name_taken' })
  })

  test('409 for the twenty-first template of an owner', async () => {
    const first = await post(await valid())
    await world.api.host.sql(
      `insert into public.thumbnail_templates (workspace_id, owner_id, name, image_path, image_sha256, image_width,
         image_height, placement_zone, fit, removes_white_background)
       select workspace_id, owner_id, 'Copy ' || number, image_path, image_sha256, 1, 1, placement_zone, fit, false
       from public.thumbnail_templates, generate_series(1, 19) as number where id = $1`,
      [first.body.id],
    )
    const { status, problem } = await post(await valid({ name: 'One more' }))
    expect({ status, code: problem.code }).toEqual({ status: 409, code: 'too_many_templates' })
  })

  test('409 while the image has not arrived', async () => {
    const { body: session } = await api.call(templateUpload, thumbnailTemplatesContract.upload, {
      as: ann,
      body: { file_size: 1000, mime_type: 'image/png' },
    })
    const { status, problem } = await post({ ...(await valid()), upload_session_id: session.upload_session_id })
    expect({ status, code: problem.code }).toEqual({ status: 409, code: 'upload_incomplete' })
  })

  test('404 for an upload of another workspace', async () => {
    const bob = await world.api.person()
    const { status, problem } = await post({ ...(await valid()), upload_session_id: await world.upload(bob, image) })
    expect({ status, code: problem.code }).toEqual({ status: 404, code: 'upload_session_not_found' })
  })

  test('422 for a document or a cut file, 413 for too many pixels: nothing is stored', async () => {
    expect(await imageProblems(async (upload_session_id) => post({ ...(await valid()), upload_session_id }))).toEqual(
      IMAGE_PROBLEMS,
    )
    const { body } = await api.call(templates, thumbnailTemplatesContract.list, { as: ann })
    expect(body.items).toEqual([])
  })

  test('413 for too many pixels names the limit', async () => {
    const { status, problem } = await post({
      ...(await valid()),
      upload_session_id: await world.upload(ann, await hugePng()),
    })
    expect(status).toBe(413)
    expect(problem.detail).toContain('megapixels')
  })

  test('502 while the file store does not answer', async () => {
    const body = await valid()
    breakStore()
    const { status, problem } = await post(body)
    expect({ status, code: problem.code }).toEqual({ status: 502, code: 'storage_unavailable' })
  })

  test.each([
    ['a zone outside the frame', { placement_zone: { x: 60, y: 0, width: 50, height: 10 } }, 'width'],
    ['a minimum above the maximum', { layers: [sampleLayer({ min_px: 90, max_px: 40 })] }, 'max_px'],
    ['two layers of one id', { layers: [sampleLayer(), sampleLayer()] }, 'layers'],
    ['a color without its digits', { background: 'red' }, 'background'],
  ])('400 for %s', async (_, change, field) => {
    const { status, problem } = await post(await valid(change))
    expect(status).toBe(400)
    expect(problem.issues?.map(({ path }) => path).join()).toContain(field)
  })
})

describe('GET /api/thumbnail-templates', () => {
  test('200 with the templates of one owner, the active one first', async () => {
    await post(await valid({ name: 'Old' }))
    await post(await valid({ name: 'New' }))
    const pia = await world.owner(ann, 'Pia')
    await post(await valid({ name: 'Other', owner_id: pia }))
    const { status, body } = await api.call(templates, thumbnailTemplatesContract.list, {
      as: ann,
      query: { owner_id: owner },
    })
    expect(status).toBe(200)
    expect(body.items.map(({ name, is_active }) => `${name} ${is_active}`)).toEqual(['New true', 'Old false'])
  })
})

describe('GET /api/thumbnail-templates/:id', () => {
  test('200 with one template', async () => {
    const { body: created } = await post(await valid())
    const { status, body } = await api.call(template, thumbnailTemplatesContract.get, {
      as: ann,
      params: { id: created.id },
    })
    expect({ status, name: body.name }).toEqual({ status: 200, name: 'Blue' })
  })

  test('404 for a template of another workspace', async () => {
    const { body: created } = await post(await valid())
    const { status, problem } = await api.call(template, thumbnailTemplatesContract.get, {
      as: await world.api.person(),
      params: { id: created.id },
    })
    expect({ status, code: problem.code }).toEqual({ status: 404, code: 'template_not_found' })
  })
})

describe('PATCH /api/thumbnail-templates/:id', () => {
  test('200 – a design makes a version, its name and the same design make none', async () => {
    const { body: created } = await post(await valid())
    const changed = await patch(created.id, { fit: 'cover', layers: [sampleLayer()] })
    expect(changed.status).toBe(200)
    expect(changed.body).toMatchObject({ version: 2, fit: 'cover', name: 'Blue' })
    const same = await patch(created.id, { fit: 'cover', name: 'Sky', layers: [sampleLayer()] })
    expect(same.body).toMatchObject({ version: 2, name: 'Sky' })
  })

  test('200 – the same image again makes no version, another one does', async () => {
    const { body: created } = await post(await valid())
    const same = await patch(created.id, { upload_session_id: await world.upload(ann, image) })
    expect(same.body.version).toBe(1)
    const other = await picture('#112233', { width: 640, height: 360 })
    const changed = await patch(created.id, { upload_session_id: await world.upload(ann, other) })
    expect(changed.body).toMatchObject({ version: 2, image_width: 640, image_height: 360 })
  })

  test('200 – an earlier version comes back as the newest one', async () => {
    const { body: created } = await post(await valid())
    await patch(created.id, { background: '#FFFFFF' })
    expect((await patch(created.id, { restore_version: 1 })).body).toMatchObject({ version: 3, background: null })
  })

  test('409 for an edit of an old version', async () => {
    const { body: created } = await post(await valid())
    await patch(created.id, { fit: 'cover' })
    const { status, problem } = await patch(created.id, { fit: 'contain' }, { 'if-match': created.updated_at })
    expect({ status, code: problem.code }).toEqual({ status: 409, code: 'row_changed' })
  })

  test('404 for a version that there never was', async () => {
    const { body: created } = await post(await valid())
    const { status, problem } = await patch(created.id, { restore_version: 7 })
    expect({ status, code: problem.code }).toEqual({ status: 404, code: 'template_version_not_found' })
  })

  test('404 for a template that is not there', async () => {
    expect((await patch(randomUUID(), { fit: 'cover' })).problem.code).toBe('template_not_found')
  })

  test('400 for restoring and changing at once', async () => {
    const { body: created } = await post(await valid())
    expect((await patch(created.id, { restore_version: 1, fit: 'cover' })).status).toBe(400)
  })

  test('422 and 413 for an image that cannot be used: the template keeps its own', async () => {
    const { body: created } = await post(await valid())
    expect(await imageProblems((upload_session_id) => patch(created.id, { upload_session_id }))).toEqual(IMAGE_PROBLEMS)
    const { body } = await api.call(template, thumbnailTemplatesContract.get, { as: ann, params: { id: created.id } })
    expect(body.version).toBe(1)
  })

  test('413 for an image of too many pixels', async () => {
    const { body: created } = await post(await valid())
    const { status } = await patch(created.id, { upload_session_id: await world.upload(ann, await hugePng()) })
    expect(status).toBe(413)
  })

  test('502 while the file store does not answer', async () => {
    const { body: created } = await post(await valid())
    const upload_session_id = await world.upload(ann, image)
    breakStore()
    const { status, problem } = await patch(created.id, { upload_session_id })
    expect({ status, code: problem.code }).toEqual({ status: 502, code: 'storage_unavailable' })
  })
})

describe('DELETE /api/thumbnail-templates/:id', () => {
  test('200 – and 404 from then on', async () => {
    const { body: created } = await post(await valid())
    const remove = () => api.call(template, thumbnailTemplatesContract.remove, { as: ann, params: { id: created.id } })
    expect((await remove()).status).toBe(200)
    expect((await remove()).problem.code).toBe('template_not_found')
  })

  test('404 for a template of another workspace, which stays', async () => {
    const { body: created } = await post(await valid())
    const bob = await world.api.person()
    const { status } = await api.call(template, thumbnailTemplatesContract.remove, {
      as: bob,
      params: { id: created.id },
    })
    expect(status).toBe(404)
  })
})

describe('GET /api/thumbnail-templates/:id/versions', () => {
  test('200 – newest first, each with what it changed and who made it', async () => {
    const { body: created } = await post(await valid())
    await patch(created.id, { fit: 'cover', background: '#FFFFFF' })
    await patch(created.id, { restore_version: 1 })
    const { status, body } = await api.call(versions, thumbnailTemplatesContract.versions, {
      as: ann,
      params: { id: created.id },
    })
    expect(status).toBe(200)
    expect(
      body.items.map(({ version, is_current, changed, restored_from }) => ({
        version,
        is_current,
        changed,
        restored_from,
      })),
    ).toEqual([
      { version: 3, is_current: true, changed: ['fit', 'background'], restored_from: 1 },
      { version: 2, is_current: false, changed: ['fit', 'background'], restored_from: null },
      { version: 1, is_current: false, changed: [], restored_from: null },
    ])
    expect(body.items.every(({ image_url }) => image_url !== null)).toBe(true)
  })

  test('404 for a template that is not there', async () => {
    const { status } = await api.call(versions, thumbnailTemplatesContract.versions, {
      as: ann,
      params: { id: randomUUID() },
    })
    expect(status).toBe(404)
  })
})

describe('GET /api/thumbnail-previews', () => {
  const ask = (query: Record<string, string>) =>
    api.call(previews, thumbnailsContract.previewData, { as: ann, query: { owner_id: owner, ...query } })

  test("200 with the workspace's three worst titles", async () => {
    const titles: [string, string][] = [
      ['B000000001', 'Lamp'],
      ['B000000002', 'A lamp whose title is as long as Amazon lets a title ever be'],
      ['B000000003', '正直なレビュー 电饭煲'],
      ['B000000004', 'Lamp 🔥🔥😀'],
      ['B000000005', 'Lamp 🔥'],
    ]
    for (const [asin, title] of titles) await world.product(ann, { asin, title })
    const { status, body } = await ask({})
    expect(status).toBe(200)
    expect(body.worst_titles.map(({ kind, asin }) => `${kind} ${asin}`)).toEqual([
      'longest B000000002',
      'non_latin B000000003',
      'emoji B000000004',
    ])
    expect(body).toMatchObject({ product: null, owner_prefix: 'Real' })
  })

  test('200 with a chosen product', async () => {
    const product_id = await world.product(ann, { asin: 'B000000001', title: 'Lamp' })
    expect((await ask({ product_id })).body.product).toMatchObject({ id: product_id, video_title: 'Lamp' })
  })

  test('404 for a product that is not there', async () => {
    const { status, problem } = await ask({ product_id: randomUUID() })
    expect({ status, code: problem.code }).toEqual({ status: 404, code: 'product_not_found' })
  })

  test('409 for an owner that is not there', async () => {
    const { status, problem } = await ask({ owner_id: randomUUID() })
    expect({ status, code: problem.code }).toEqual({ status: 409, code: 'owner_missing' })
  })
})

describe('POST /api/thumbnail-previews', () => {
  const draw = (body: object) =>
    api.call(previews, thumbnailsContract.preview, { as: ann, body: { owner_id: owner, design: DESIGN, ...body } })
  const drawUpload = async (body: object = {}) => draw({ upload_session_id: await world.upload(ann, image), ...body })

  test('200 with the picture, its text, warnings and checks; nothing is stored', async () => {
    const product_id = await world.product(ann, {
      asin: 'B000000001',
      image_url: world.serve('/preview.png', await picture('#CC0000')),
    })
    const design = { ...DESIGN, layers: [sampleLayer({ color: '#336699' })] }
    const { status, body } = await drawUpload({ product_id, video_title: 'Lamp ꦲ', design })
    expect(status).toBe(200)
    expect(
      Buffer.from(body.image.split(',')[1] ?? '', 'base64')
        .subarray(0, 2)
        .toString('hex'),
    ).toBe('ffd8')
    expect(body.text).toMatchObject([{ layer_id: 'title', lines: ['Lamp'], truncated: false }])
    expect(body.warnings).toMatchObject([{ code: 'glyph_missing', characters: 'ꦲ' }])
    expect(body.checks.map(({ code }) => code)).toEqual(['low_contrast'])
    expect(await world.api.host.sql('select id from public.thumbnails where asin = $1', ['B000000001'])).toEqual([])
  })

  test('200 for a stored template without a product', async () => {
    const created = await world.template(ann, owner)
    expect((await draw({ template_id: created.id })).status).toBe(200)
  })

  test('404 for a template or a product that is not there', async () => {
    expect((await draw({ template_id: randomUUID() })).problem.code).toBe('template_not_found')
    expect((await drawUpload({ product_id: randomUUID() })).problem.code).toBe('product_not_found')
  })

  test('404 for an upload that is not there', async () => {
    expect((await draw({ upload_session_id: randomUUID() })).status).toBe(404)
  })

  test('409 for an owner that is not there', async () => {
    expect((await drawUpload({ owner_id: randomUUID() })).status).toBe(409)
  })

  test('422 and 413 for an image that cannot be used', async () => {
    expect(await imageProblems((upload_session_id) => draw({ upload_session_id }))).toEqual(IMAGE_PROBLEMS)
  })

  test('422 for a text whose zone has no room for it', async () => {
    const design = { ...DESIGN, layers: [sampleLayer({ zone: { x: 0, y: 0, width: 1, height: 20 } })] }
    const { status, problem } = await drawUpload({ design, video_title: 'Lamp' })
    expect({ status, code: problem.code }).toEqual({ status: 422, code: 'text_invalid' })
  })

  test('413 for an image of too many pixels', async () => {
    expect((await draw({ upload_session_id: await world.upload(ann, await hugePng()) })).status).toBe(413)
  })

  test('502 for a product image that is gone', async () => {
    const product_id = await world.product(ann, { asin: 'B000000001', image_url: `${world.origin}/gone.png` })
    const { status, problem } = await drawUpload({ product_id })
    expect({ status, code: problem.code }).toEqual({ status: 502, code: 'image_unreachable' })
  })

  test('400 for an image and a template at once', async () => {
    expect((await draw({ template_id: randomUUID(), upload_session_id: randomUUID() })).status).toBe(400)
  })
})

describe('GET /api/thumbnail-fonts', () => {
  test('200 with the scripts and what their fonts have', async () => {
    const { status, body } = await api.call(fonts, thumbnailsContract.fonts, { as: ann })
    expect(status).toBe(200)
    expect(body.scripts.map(({ code }) => code)).toEqual(expect.arrayContaining(['Latn', 'Arab', 'Jpan', 'Zsye']))
    const has = (char: string) =>
      body.coverage.some(([first, last]) => first <= (char.codePointAt(0) ?? 0) && (char.codePointAt(0) ?? 0) <= last)
    expect(['A', 'ß', '電', '솔', '🔥', 'ꦲ'].map(has)).toEqual([true, true, true, true, true, false])
  })
})

describe('GET /api/thumbnail-settings', () => {
  test('200 – automatic until a person says otherwise', async () => {
    const { status, body } = await api.call(settings, thumbnailsContract.settings, { as: ann })
    expect({ status, body }).toEqual({ status: 200, body: { is_automatic: true } })
  })
})

describe('PATCH /api/thumbnail-settings', () => {
  test('200 – for this workspace only', async () => {
    const { status } = await api.call(settings, thumbnailsContract.updateSettings, {
      as: ann,
      body: { is_automatic: false },
    })
    expect(status).toBe(200)
    const read = async (as: TestPerson) => (await api.call(settings, thumbnailsContract.settings, { as })).body
    expect([await read(ann), await read(await world.api.person())]).toEqual([
      { is_automatic: false },
      { is_automatic: true },
    ])
  })
})
