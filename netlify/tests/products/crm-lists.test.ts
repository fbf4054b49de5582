import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Contract } from '#core/http/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import changeUndo from '../../functions/change-undo.ts'
import collaborationType from '../../functions/crm-collaboration-type.ts'
import collaborationTypes from '../../functions/crm-collaboration-types.ts'
import contactSource from '../../functions/crm-contact-source.ts'
import contactSources from '../../functions/crm-contact-sources.ts'
import field from '../../functions/crm-field.ts'
import fields from '../../functions/crm-fields.ts'
import marketplace from '../../functions/crm-marketplace.ts'
import marketplaces from '../../functions/crm-marketplaces.ts'
import owner from '../../functions/crm-owner.ts'
import owners from '../../functions/crm-owners.ts'
import status from '../../functions/crm-status.ts'
import statuses from '../../functions/crm-statuses.ts'
import product from '../../functions/sourced-product.ts'
import products from '../../functions/sourced-products.ts'
import type { Endpoint } from '../../src/http/endpoint.ts'
import { createTestApi, type TestApi } from '../../testing/create-test-api.ts'

let api: TestApi
let ann: TestPerson
let bob: TestPerson
let uma: TestPerson
let number = 0

beforeAll(async () => {
  api = await createTestApi()
  ann = await api.person('ann')
  bob = await api.person('bob')
  uma = await api.teammate(ann, 'uploader')
})
afterAll(() => api.close())

type Entry = { id: string; name: string; position: number; updated_at: string; product_count?: number }
type Noun = { list: Contract; create: Contract; update: Contract; remove: Contract }
type Sent = { as: TestPerson; id?: string; body?: unknown; query?: Record<string, string>; version?: string }

/** One of the lists with its URL. `inUse` creates a product with the entry. */
function listOf(contracts: Noun, all: Endpoint, one: Endpoint, inUse: (id: string) => object, more: object = {}) {
  const ask = async <Body>(contract: Contract, { as, id, body, query, version }: Sent) => {
    const answer = await api.call(contract.path.endsWith(':id') ? one : all, contract, {
      as,
      ...(id && { params: { id } }),
      ...(body !== undefined && { body }),
      ...(query && { query }),
      ...(version && { headers: { 'if-match': version } }),
    })
    return { ...answer, body: answer.body as Body } // safe: what the contract of this list answers
  }
  return {
    list: (sent: Sent) => ask<{ items: Entry[] }>(contracts.list, sent),
    create: (sent: Sent) => ask<Entry>(contracts.create, { ...sent, body: { ...more, ...(sent.body as object) } }),
    update: (sent: Sent) => ask<Entry>(contracts.update, sent),
    remove: (sent: Sent) => ask<{ id: string; moved: number; change_set_id: string | null }>(contracts.remove, sent),
    /** A new entry with a unique name. */
    add: async (as: TestPerson) =>
      (await ask<Entry>(contracts.create, { as, body: { name: `Entry ${++number}`, ...more } })).body,
    addProduct: (as: TestPerson, id: string) => create(as, inUse(id)),
  }
}
type List = ReturnType<typeof listOf>

const create = async (as: TestPerson, body: object = {}) =>
  (
    await api.call(products, productsContract.create, {
      as,
      body: { asin: `B${String(++number).padStart(9, '0')}`, ...body },
    })
  ).body
const get = async (as: TestPerson, id: string) =>
  (await api.call(product, productsContract.get, { as, params: { id } })).body

const of = {
  statuses: listOf(crmListsContract.statuses, statuses, status, (id) => ({ status_id: id })),
  owners: listOf(crmListsContract.owners, owners, owner, (id) => ({ owners: [{ owner_id: id }] })),
  collaborationTypes: listOf(crmListsContract.collaborationTypes, collaborationTypes, collaborationType, (id) => ({
    collaboration_type_id: id,
  })),
  contactSources: listOf(crmListsContract.contactSources, contactSources, contactSource, (id) => ({
    contact_source_id: id,
  })),
  marketplaces: listOf(crmListsContract.marketplaces, marketplaces, marketplace, (id) => ({ marketplace_id: id })),
  fields: listOf(crmListsContract.fields, fields, field, (id) => ({ custom_values: { [id]: 'blue' } }), {
    kind: 'text',
  }),
}

async function lists(list: List) {
  const [first, second] = [await list.add(ann), await list.add(ann)]
  await list.addProduct(ann, second.id)
  const { status, body } = await list.list({ as: ann, query: { count: 'true' } })
  expect(status).toBe(200)
  expect(body.items.slice(-2)).toMatchObject([
    { ...first, product_count: 0 },
    { ...second, product_count: 1 },
  ])
  expect(body.items.map(({ position }) => position)).toEqual(body.items.map((_, index) => index + 1))
  expect((await list.list({ as: ann })).body.items[0]).not.toHaveProperty('product_count')
}
const listsNothing = async (list: List) => expect((await list.list({ as: uma })).body).toEqual({ items: [] })

async function adds(list: List) {
  const { status, body } = await list.create({ as: ann, body: { name: '  Brand new ' } })
  expect(status).toBe(201)
  expect(body).toMatchObject({ name: 'Brand new', is_hidden: false })
  expect((await list.list({ as: ann })).body.items.at(-1)?.id).toBe(body.id)
  expect((await list.list({ as: bob })).body.items.map(({ id }) => id)).not.toContain(body.id)
}
const refusesUploader = async (answer: Promise<{ status: number }>) => expect((await answer).status).toBe(403)

async function refusesName(list: List) {
  const { name } = await list.add(ann)
  const { status, problem } = await list.create({ as: ann, body: { name: name.toUpperCase() } })
  expect(status).toBe(409)
  expect(problem).toMatchObject({ code: 'name_taken', issues: [{ path: 'name' }] })
}

async function changes(list: List) {
  const { id, updated_at } = await list.add(ann)
  const { status, body } = await list.update({
    as: ann,
    id,
    version: updated_at,
    body: { name: `Renamed ${id}`, is_hidden: true },
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({ id, name: `Renamed ${id}`, is_hidden: true })
}
async function moves(list: List) {
  const [first, second] = [await list.add(ann), await list.add(ann)]
  const { body } = await list.update({ as: ann, id: second.id, body: { position: first.position } })
  expect(body.position).toBe(first.position)
  expect((await list.list({ as: ann })).body.items.slice(-2)).toMatchObject([
    { id: second.id },
    // Shifting a row's position keeps its version, so an open edit of that row does not conflict.
    { id: first.id, updated_at: first.updated_at },
  ])
}
async function isNotFound(list: List, act: 'update' | 'remove') {
  const { id } = await list.add(bob)
  const { status, problem } = await list[act]({ as: ann, id, ...(act === 'update' && { body: { name: 'Mine' } }) })
  expect(status).toBe(404)
  expect(problem.code).toBe('entry_not_found')
}
async function conflicts(list: List) {
  const { id, name, updated_at } = await list.add(ann)
  await list.update({ as: ann, id, body: { name: `${name} theirs` } })
  const late = await list.update({ as: ann, id, version: updated_at, body: { name: `${name} mine` } })
  expect(late.status).toBe(409)
  expect(late.problem).toMatchObject({ code: 'row_changed', current: { name: `${name} theirs` } })
  const taken = await list.update({ as: ann, id, body: { name: (await list.add(ann)).name } })
  expect(taken.problem.code).toBe('name_taken')
}

async function deletes(list: List) {
  const { id } = await list.add(ann)
  const { status, body } = await list.remove({ as: ann, id })
  expect(status).toBe(200)
  expect(body).toEqual({ id, moved: 0, change_set_id: expect.any(String), operation: null })
  const ids = async () => (await list.list({ as: ann })).body.items.map((entry) => entry.id)
  expect(await ids()).not.toContain(id)
  await api.call(changeUndo, productsContract.undoChange, { as: ann, params: { id: body.change_set_id ?? '' } })
  expect(await ids()).toContain(id)
}
/** The products get another entry; undoing the change brings the entry back with them. */
async function movesProducts(list: List) {
  const [from, to] = [await list.add(ann), await list.add(ann)]
  const { id } = await list.addProduct(ann, from.id)
  const { body } = await list.remove({ as: ann, id: from.id, query: { move_to: to.id } })
  expect(body).toMatchObject({ moved: 1, change_set_id: expect.any(String) })
  expect(JSON.stringify(await get(ann, id))).toContain(to.id)
  const undone = await api.call(changeUndo, productsContract.undoChange, {
    as: ann,
    params: { id: body.change_set_id ?? '' },
  })
  expect(undone.body).toMatchObject({ reverted: 1, left: [] })
  expect(JSON.stringify(await get(ann, id))).toContain(from.id)
}
async function takesAway(list: List) {
  const { id } = await list.add(ann)
  const made = await list.addProduct(ann, id)
  expect(JSON.stringify(made)).toContain(id)
  expect((await list.remove({ as: ann, id, query: { move_to: 'none' } })).body.moved).toBe(1)
  expect(JSON.stringify(await get(ann, made.id))).not.toContain(id)
}
async function isInUse(list: List) {
  const { id, name } = await list.add(ann)
  await list.addProduct(ann, id)
  await list.addProduct(ann, id)
  const { status, problem } = await list.remove({ as: ann, id })
  expect(status).toBe(409)
  expect(problem).toMatchObject({ code: 'entry_in_use', detail: expect.stringContaining(`2 products have "${name}"`) })
}

describe('GET /api/crm-statuses', () => {
  test('200 in their order, and on request how many products have each', () => lists(of.statuses))
  test('200 with nothing for an uploader', () => listsNothing(of.statuses))
  test('200 answers the thirteen statuses of a new workspace', async () => {
    const { status: answered, body } = await api.call(statuses, crmListsContract.statuses.list, {
      as: await api.person(),
    })
    expect(answered).toBe(200)
    expect(body.items.map(({ name, color, is_open, automation }) => [name, color, is_open, automation])).toEqual([
      ['Sourcing', '#3B82F6', true, null],
      ['Review', '#8B5CF6', true, null],
      ['Negotiating', '#F97316', true, null],
      ['Committed', '#06B6D4', true, null],
      ['Ordered', '#6366F1', true, null],
      ['Shipped', '#EAB308', true, null],
      ['In Transit', '#FBBF24', true, 'shipment_in_transit'],
      ['Delivered', '#10B981', false, 'shipment_delivered'],
      ['To Receive', '#F97316', true, null],
      ['Completed', '#22C55E', false, null],
      ['Returned', '#EF4444', false, null],
      ['Cancelled', '#9CA3AF', false, null],
      ['Problem', '#DC2626', true, null],
    ])
  })
})

describe('POST /api/crm-statuses', () => {
  test('201 adds a status at the end', () => adds(of.statuses))
  test('201 with a key takes the key from the status that had it', async () => {
    const keys = async () =>
      (await api.call(statuses, crmListsContract.statuses.list, { as: bob })).body.items
        .filter(({ automation }) => automation === 'video_made')
        .map(({ name }) => name)
    for (const name of ['Video Made', 'Filmed']) {
      await of.statuses.create({ as: bob, body: { name, automation: 'video_made' } })
      expect(await keys()).toEqual([name])
    }
  })
  test('403 for an uploader', () => refusesUploader(of.statuses.create({ as: uma, body: { name: 'Mine' } })))
  test('409 for an existing name, whatever its capitals', () => refusesName(of.statuses))
})

describe('PATCH /api/crm-statuses/:id', () => {
  test('200 renames and hides a status', () => changes(of.statuses))
  test('200 moves a status, and the others shift', () => moves(of.statuses))
  test('409 for hiding the last visible status', async () => {
    const cora = await api.person()
    const { items } = (await of.statuses.list({ as: cora })).body
    const answers = []
    for (const { id } of items) answers.push(await of.statuses.update({ as: cora, id, body: { is_hidden: true } }))
    expect(answers.map((answer) => answer.status)).toEqual([...items.slice(1).map(() => 200), 409])
    expect(answers.at(-1)?.problem.code).toBe('last_status')
  })
  test('403 for an uploader', async () =>
    refusesUploader(of.statuses.update({ as: uma, id: (await of.statuses.add(ann)).id, body: { name: 'Mine' } })))
  test('404 in another workspace', () => isNotFound(of.statuses, 'update'))
  test('409 when another member changed it in the meantime, and for an existing name', () => conflicts(of.statuses))
})

describe('DELETE /api/crm-statuses/:id', () => {
  test('200 deletes a status that no product has', () => deletes(of.statuses))
  test('200 after its products went to another status', () => movesProducts(of.statuses))
  test('409 for the last visible status, even when its products get another one', async () => {
    const cora = await api.person()
    const [first, second, ...rest] = (await of.statuses.list({ as: cora })).body.items
    for (const { id } of rest) await of.statuses.remove({ as: cora, id })
    await of.statuses.update({ as: cora, id: second?.id ?? '', body: { is_hidden: true } })
    const query = { move_to: second?.id ?? '' }
    expect((await of.statuses.remove({ as: cora, id: first?.id ?? '', query })).problem.code).toBe('last_status')
  })
  test('409 when the products of a status would have none', async () => {
    const { id } = await of.statuses.add(ann)
    await of.statuses.addProduct(ann, id)
    expect((await of.statuses.remove({ as: ann, id, query: { move_to: 'none' } })).problem.code).toBe('entry_in_use')
  })
  test('403 for an uploader', async () =>
    refusesUploader(of.statuses.remove({ as: uma, id: (await of.statuses.add(ann)).id })))
  test('404 in another workspace', () => isNotFound(of.statuses, 'remove'))
  test('409 while products have it and the request names no other entry', () => isInUse(of.statuses))
})

describe('GET /api/crm-owners', () => {
  test('200 in their order, and on request how many products have each', () => lists(of.owners))
  test('200 with nothing for an uploader', () => listsNothing(of.owners))
})

describe('POST /api/crm-owners', () => {
  test('201 adds an owner at the end', () => adds(of.owners))
  test('403 for an uploader', () => refusesUploader(of.owners.create({ as: uma, body: { name: 'Mine' } })))
  test('409 for an existing name, whatever its capitals', () => refusesName(of.owners))
})

describe('PATCH /api/crm-owners/:id', () => {
  test('200 renames and hides an owner', () => changes(of.owners))
  test('200 moves an owner, and the others shift', () => moves(of.owners))
  test('200 with another prefix, which changes the video titles', async () => {
    const { id } = await of.owners.add(ann)
    const made = await create(ann, { title: 'Desk lamp', owners: [{ owner_id: id }] })
    expect(made.video_title).toBe('Honest Review - Desk lamp')
    await of.owners.update({ as: ann, id, body: { title_prefix: 'First look' } })
    expect((await get(ann, made.id)).video_title).toBe('First look - Desk lamp')
  })
  test('400 for a prefix of 31 characters, and for an invalid email address', async () => {
    const { id } = await of.owners.add(ann)
    expect((await of.owners.update({ as: ann, id, body: { title_prefix: 'x'.repeat(31) } })).status).toBe(400)
    expect((await of.owners.update({ as: ann, id, body: { email: 'ana' } })).status).toBe(400)
  })
  test('403 for an uploader', async () =>
    refusesUploader(of.owners.update({ as: uma, id: (await of.owners.add(ann)).id, body: { name: 'Mine' } })))
  test('404 in another workspace', () => isNotFound(of.owners, 'update'))
  test('409 when another member changed it in the meantime, and for an existing name', () => conflicts(of.owners))
})

describe('DELETE /api/crm-owners/:id', () => {
  test('200 deletes an owner that no product has', () => deletes(of.owners))
  test('200 after its products went to another owner', () => movesProducts(of.owners))
  test('200 removes the owner from its products', () => takesAway(of.owners))
  test('200 merges the owners of a product, and its primary one stays primary', async () => {
    const [from, to] = [await of.owners.add(ann), await of.owners.add(ann)]
    const shares = [
      { owner_id: from.id, is_primary: true, share_bps: 7000 },
      { owner_id: to.id, share_bps: 3000 },
    ]
    const { id } = await create(ann, { owners: shares })
    await of.owners.remove({ as: ann, id: from.id, query: { move_to: to.id } })
    expect((await get(ann, id)).owners).toEqual([{ owner_id: to.id, is_primary: true, share_bps: 10_000 }])
  })
  test('403 for an uploader', async () =>
    refusesUploader(of.owners.remove({ as: uma, id: (await of.owners.add(ann)).id })))
  test('404 in another workspace', () => isNotFound(of.owners, 'remove'))
  test('409 while products have it and the request names no other entry', () => isInUse(of.owners))
})

describe('GET /api/crm-collaboration-types', () => {
  test('200 in their order, and on request how many products have each', () => lists(of.collaborationTypes))
  test('200 with nothing for an uploader', () => listsNothing(of.collaborationTypes))
})

describe('POST /api/crm-collaboration-types', () => {
  test('201 adds a type at the end', () => adds(of.collaborationTypes))
  test('403 for an uploader', () => refusesUploader(of.collaborationTypes.create({ as: uma, body: { name: 'Mine' } })))
  test('409 for an existing name, whatever its capitals', () => refusesName(of.collaborationTypes))
})

describe('PATCH /api/crm-collaboration-types/:id', () => {
  test('200 renames and hides a type', () => changes(of.collaborationTypes))
  test('200 moves a type, and the others shift', () => moves(of.collaborationTypes))
  test('403 for an uploader', async () =>
    refusesUploader(
      of.collaborationTypes.update({ as: uma, id: (await of.collaborationTypes.add(ann)).id, body: { name: 'Mine' } }),
    ))
  test('404 in another workspace', () => isNotFound(of.collaborationTypes, 'update'))
  test('409 when another member changed it in the meantime, and for an existing name', () =>
    conflicts(of.collaborationTypes))
})

describe('DELETE /api/crm-collaboration-types/:id', () => {
  test('200 deletes a type that no product has', () => deletes(of.collaborationTypes))
  test('200 after its products went to another type', () => movesProducts(of.collaborationTypes))
  test('200 removes the type from its products', () => takesAway(of.collaborationTypes))
  test('403 for an uploader', async () =>
    refusesUploader(of.collaborationTypes.remove({ as: uma, id: (await of.collaborationTypes.add(ann)).id })))
  test('404 in another workspace', () => isNotFound(of.collaborationTypes, 'remove'))
  test('409 while products have it and the request names no other entry', () => isInUse(of.collaborationTypes))
})

describe('GET /api/crm-contact-sources', () => {
  test('200 in their order, and on request how many products have each', () => lists(of.contactSources))
  test('200 with nothing for an uploader', () => listsNothing(of.contactSources))
})

describe('POST /api/crm-contact-sources', () => {
  test('201 adds a source at the end', () => adds(of.contactSources))
  test('403 for an uploader', () => refusesUploader(of.contactSources.create({ as: uma, body: { name: 'Mine' } })))
  test('409 for an existing name, whatever its capitals', () => refusesName(of.contactSources))
})

describe('PATCH /api/crm-contact-sources/:id', () => {
  test('200 renames and hides a source', () => changes(of.contactSources))
  test('200 moves a source, and the others shift', () => moves(of.contactSources))
  test('403 for an uploader', async () =>
    refusesUploader(
      of.contactSources.update({ as: uma, id: (await of.contactSources.add(ann)).id, body: { name: 'Mine' } }),
    ))
  test('404 in another workspace', () => isNotFound(of.contactSources, 'update'))
  test('409 when another member changed it in the meantime, and for an existing name', () =>
    conflicts(of.contactSources))
})

describe('DELETE /api/crm-contact-sources/:id', () => {
  test('200 deletes a source that no product has', () => deletes(of.contactSources))
  test('200 after its products went to another source', () => movesProducts(of.contactSources))
  test('200 removes the source from its products', () => takesAway(of.contactSources))
  test('403 for an uploader', async () =>
    refusesUploader(of.contactSources.remove({ as: uma, id: (await of.contactSources.add(ann)).id })))
  test('404 in another workspace', () => isNotFound(of.contactSources, 'remove'))
  test('409 while products have it and the request names no other entry', () => isInUse(of.contactSources))
})

describe('GET /api/crm-marketplaces', () => {
  test('200 in their order, and on request how many products have each', () => lists(of.marketplaces))
  test('200 with nothing for an uploader', () => listsNothing(of.marketplaces))
})

describe('POST /api/crm-marketplaces', () => {
  test('201 adds a channel at the end', () => adds(of.marketplaces))
  test('201 with quick list', async () => {
    const { body } = await api.call(marketplaces, crmListsContract.marketplaces.create, {
      as: ann,
      body: { name: 'eBay Germany', has_quick_list: true },
    })
    expect(body.has_quick_list).toBe(true)
  })
  test('403 for an uploader', () => refusesUploader(of.marketplaces.create({ as: uma, body: { name: 'Mine' } })))
  test('409 for an existing name, whatever its capitals', () => refusesName(of.marketplaces))
})

describe('PATCH /api/crm-marketplaces/:id', () => {
  test('200 renames and hides a channel', () => changes(of.marketplaces))
  test('200 moves a channel, and the others shift', () => moves(of.marketplaces))
  test('403 for an uploader', async () =>
    refusesUploader(
      of.marketplaces.update({ as: uma, id: (await of.marketplaces.add(ann)).id, body: { name: 'Mine' } }),
    ))
  test('404 in another workspace', () => isNotFound(of.marketplaces, 'update'))
  test('409 when another member changed it in the meantime, and for an existing name', () => conflicts(of.marketplaces))
})

describe('DELETE /api/crm-marketplaces/:id', () => {
  test('200 deletes a channel that no product has', () => deletes(of.marketplaces))
  test('200 after its products went to another channel', () => movesProducts(of.marketplaces))
  test('200 removes the channel from its products', () => takesAway(of.marketplaces))
  test('403 for an uploader', async () =>
    refusesUploader(of.marketplaces.remove({ as: uma, id: (await of.marketplaces.add(ann)).id })))
  test('404 in another workspace', () => isNotFound(of.marketplaces, 'remove'))
  test('409 while products have it and the request names no other entry', () => isInUse(of.marketplaces))
})

describe('GET /api/crm-fields', () => {
  test('200 in their order, and on request how many products have each', () => lists(of.fields))
  test('200 with nothing for an uploader', () => listsNothing(of.fields))
})

describe('POST /api/crm-fields', () => {
  test('201 adds a field at the end', () => adds(of.fields))
  test('400 for options of a field that is no select, and for two options of one name', async () => {
    const options = ['Small', 'small'].map((name) => ({ id: crypto.randomUUID(), name, color: '#3B82F6' }))
    const add = (kind: string, some: object[]) =>
      of.fields.create({ as: ann, body: { name: 'Size', kind, options: some } })
    expect((await add('text', options.slice(1))).status).toBe(400)
    expect((await add('select', options)).status).toBe(400)
  })
  test('403 for an uploader', () => refusesUploader(of.fields.create({ as: uma, body: { name: 'Mine' } })))
  test('409 for an existing name, whatever its capitals', () => refusesName(of.fields))
})

describe('PATCH /api/crm-fields/:id', () => {
  test('200 renames and hides a field', () => changes(of.fields))
  test('200 moves a field, and the others shift', () => moves(of.fields))
  test('200 without an option: its values get the named option, or are removed', async () => {
    const [small, medium, large] = ['Small', 'Medium', 'Large'].map((name) => ({
      id: crypto.randomUUID(),
      name,
      color: '#3B82F6',
    }))
    if (!small || !medium || !large) throw new Error('Three options were made')
    const made = await of.fields.create({
      as: ann,
      body: { name: 'Size', kind: 'select', options: [small, medium, large] },
    })
    const size = made.body.id
    const [one, two] = [
      await create(ann, { custom_values: { [size]: small.id } }),
      await create(ann, { custom_values: { [size]: medium.id } }),
    ]
    const moved_options = { [small.id]: large.id }
    await of.fields.update({ as: ann, id: size, body: { options: [large], moved_options } })
    expect((await get(ann, one.id)).custom_values).toEqual({ [size]: large.id })
    expect((await get(ann, two.id)).custom_values).toEqual({})
  })
  test('400 for another kind, which the stored values would not match', async () => {
    const { id } = await of.fields.add(ann)
    expect((await of.fields.update({ as: ann, id, body: { kind: 'number' } })).status).toBe(400)
  })
  test('400 for moving values to an option that is removed too', async () => {
    const option = { id: crypto.randomUUID(), name: 'Small', color: '#3B82F6' }
    const { body } = await of.fields.create({ as: ann, body: { name: 'Shade', kind: 'select', options: [option] } })
    const moved_options = { [option.id]: option.id }
    const { problem } = await of.fields.update({ as: ann, id: body.id, body: { options: [], moved_options } })
    expect(problem).toMatchObject({ code: 'invalid_input', issues: [{ path: 'moved_options' }] })
  })
  test('403 for an uploader', async () =>
    refusesUploader(of.fields.update({ as: uma, id: (await of.fields.add(ann)).id, body: { name: 'Mine' } })))
  test('404 in another workspace', () => isNotFound(of.fields, 'update'))
  test('409 when another member changed it in the meantime, and for an existing name', () => conflicts(of.fields))
})

describe('DELETE /api/crm-fields/:id', () => {
  test('200 deletes a field that no product has', () => deletes(of.fields))
  test('200 removes the field from its products', () => takesAway(of.fields))
  test('400 for moving values to another field', async () => {
    const [from, to] = [await of.fields.add(ann), await of.fields.add(ann)]
    expect((await of.fields.remove({ as: ann, id: from.id, query: { move_to: to.id } })).status).toBe(400)
  })
  test('403 for an uploader', async () =>
    refusesUploader(of.fields.remove({ as: uma, id: (await of.fields.add(ann)).id })))
  test('404 in another workspace', () => isNotFound(of.fields, 'remove'))
  test('409 while products have it and the request names no other entry', () => isInUse(of.fields))
})
