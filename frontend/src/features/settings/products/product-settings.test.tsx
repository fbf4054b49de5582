// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeOutage, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ana, ordered, sourcing } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import type { CrmField, CrmOwner, CrmStatus } from '#core/products/lists/schema.ts'

beforeEach(() => void startWorld())

const delivered: CrmStatus = {
  ...ordered,
  id: crypto.randomUUID(),
  name: 'Delivered',
  position: 3,
  is_open: false,
  automation: 'shipment_delivered',
  product_count: 12,
}

/** An API that stores changes of statuses and records every request. */
function answerStatuses(start: CrmStatus[] = [sourcing, ordered, delivered]) {
  let items = start
  const told: unknown[] = []
  answer(crmListsContract.statuses.list, () => ({ items }))
  answer(crmListsContract.statuses.update, ({ params, body, headers }) => {
    told.push({ id: params.id, body, version: headers.get('if-match') })
    const { position, ...fields } = body
    const before = items.find(({ id }) => id === params.id)
    if (!before) throw new FakeProblem('entry_not_found')
    const saved = { ...before, ...JSON.parse(JSON.stringify(fields)), updated_at: '2026-11-22T12:00:00+00:00' }
    const rest = (item: CrmStatus) => (item.automation === fields.automation ? { ...item, automation: null } : item)
    items = items.map((item) => (item.id === params.id ? saved : rest(item)))
    if (position) items = items.filter(({ id }) => id !== params.id).toSpliced(position - 1, 0, saved)
    return saved
  })
  answer(crmListsContract.statuses.create, ({ body }) => {
    told.push(body)
    const added = { ...sourcing, ...JSON.parse(JSON.stringify(body)), id: crypto.randomUUID() }
    items = [...items, added]
    return added
  })
  answer(crmListsContract.statuses.remove, ({ params, query }) => {
    told.push({ id: params.id, ...query })
    items = items.filter(({ id }) => id !== params.id)
    return { id: params.id ?? '', moved: query.move_to ? 12 : 0, change_set_id: null }
  })
  return told
}

const names = async () =>
  (await within(await screen.findByRole('list', { name: 'Statuses' })).findAllByRole('textbox')).map(
    // safe: a textbox is an input
    (input) => (input as HTMLInputElement).value,
  )
const openSettings = (list = 'statuses') => openApp(`/settings/products?list=${list}`)

test('the settings lead to the lists of the products, and from list to list', async () => {
  answerStatuses()
  const { user, router } = openApp('/settings')
  const settings = await screen.findByRole('navigation', { name: 'Settings' })
  await user.click(await within(settings).findByRole('link', { name: 'Products' }))
  expect(await names()).toEqual(['Sourcing', 'Ordered', 'Delivered'])
  await user.click(screen.getByRole('tab', { name: 'Owners' }))
  await screen.findByText('Add the channel or persona your videos appear under.')
  expect(router.state.location.search).toBe('?list=owners')
})

test('Enter saves a new name, and Escape restores the old one', async () => {
  const told = answerStatuses()
  const { user } = openSettings()
  const input = await screen.findByRole('textbox', { name: 'Name of Ordered' })
  await user.clear(input)
  await user.type(input, 'Bought{Escape}')
  expect(await names()).toContain('Ordered')
  await user.clear(input)
  await user.type(input, 'Bought{Enter}')
  expect(await names()).toEqual(['Sourcing', 'Bought', 'Delivered'])
  await waitFor(() => expect(told).toEqual([{ id: ordered.id, body: { name: 'Bought' }, version: ordered.updated_at }]))
})

test('a taken name is restored to the old one, and says why', async () => {
  answerStatuses()
  answer(crmListsContract.statuses.update, () => {
    throw new FakeProblem('name_taken', { detail: '"Sourcing" is in this list already.' })
  })
  const { user } = openSettings()
  const input = await screen.findByRole('textbox', { name: 'Name of Ordered' })
  await user.clear(input)
  await user.type(input, 'sourcing{Enter}')
  await screen.findByText('"Sourcing" is in this list already.')
  expect(await names()).toEqual(['Sourcing', 'Ordered', 'Delivered'])
})

test("another member's change in the meantime is reported, and then shown", async () => {
  answerStatuses()
  answer(crmListsContract.statuses.update, () => {
    answer(crmListsContract.statuses.list, () => ({ items: [sourcing, { ...ordered, name: 'Theirs' }, delivered] }))
    throw new FakeProblem('row_changed', { detail: 'This entry was changed in the meantime.' })
  })
  const { user } = openSettings()
  await user.click(await screen.findByRole('switch', { name: 'Ordered counts as open' }))
  await screen.findByText('This entry was changed in the meantime.')
  await screen.findByRole('textbox', { name: 'Name of Theirs' })
})

test('a change shows before the API has answered, and is restored when the API refuses it', async () => {
  answerStatuses()
  const gate = Promise.withResolvers<void>()
  answer(crmListsContract.statuses.update, async () => {
    await gate.promise
    throw new FakeProblem('database_unavailable')
  })
  const { user } = openSettings()
  const shown = await screen.findByRole('switch', { name: 'Ordered shown' })
  await user.click(shown)
  expect(shown.getAttribute('aria-checked')).toBe('false')
  gate.resolve()
  await screen.findByText('“Ordered” was not changed.')
  expect(shown.getAttribute('aria-checked')).toBe('true')
})

test('a row moves by its menu, without a mouse', async () => {
  const told = answerStatuses()
  const { user } = openSettings()
  const more = await screen.findByRole('button', { name: 'More for Delivered' })
  more.focus()
  await user.keyboard('{Enter}')
  await screen.findByRole('menuitem', { name: 'Move up' })
  await user.keyboard('{Enter}')
  expect(await names()).toEqual(['Sourcing', 'Delivered', 'Ordered'])
  await waitFor(() => expect(told).toMatchObject([{ id: delivered.id, body: { position: 2 } }]))
})

test('the handle of a row says how to move the row', async () => {
  answerStatuses()
  openSettings()
  const handle = await screen.findByRole('button', { name: 'Move Ordered' })
  const hint = document.getElementById(handle.getAttribute('aria-describedby') ?? '')
  expect(hint?.textContent).toMatch(/Space to pick it up, the arrow keys to move it/)
})

test('a color is a swatch or six hexadecimal digits', async () => {
  const told = answerStatuses()
  const { user } = openSettings()
  await user.click(await screen.findByRole('button', { name: 'Colour of Ordered: indigo. Change' }))
  await user.click(await screen.findByRole('button', { name: 'Green' }))
  await waitFor(() => expect(told).toMatchObject([{ body: { color: '#22C55E' } }]))
  const hex = await screen.findByRole('textbox', { name: 'Any other' })
  await user.clear(hex)
  await user.type(hex, 'blue{Enter}')
  await screen.findByText('Six hexadecimal digits, such as #3B82F6.')
  await user.clear(hex)
  await user.type(hex, '0a0b0c{Enter}')
  await waitFor(() => expect(told).toHaveLength(2))
  expect(told[1]).toMatchObject({ body: { color: '#0A0B0C' } })
})

test('a status takes its automation from the one that had it, and the choice says so', async () => {
  const told = answerStatuses()
  const { user } = openSettings()
  await user.click(await screen.findByRole('combobox', { name: 'What moves products to Ordered' }))
  await user.click(await screen.findByRole('option', { name: 'When a shipment was delivered (now Delivered)' }))
  await waitFor(() => expect(told).toMatchObject([{ id: ordered.id, body: { automation: 'shipment_delivered' } }]))
  const before = screen.getByRole('combobox', { name: 'What moves products to Delivered' })
  expect(before.textContent).toBe('Manual')
})

test('one click adds the status that saved videos move products to', async () => {
  const told = answerStatuses()
  const { user } = openSettings()
  await user.click(await screen.findByRole('button', { name: 'Add “Video Made”' }))
  await screen.findByRole('textbox', { name: 'Name of Video Made' })
  expect(told).toMatchObject([{ name: 'Video Made', automation: 'video_made' }])
  expect(screen.queryByRole('button', { name: 'Add “Video Made”' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Add “Imported”' })).toBeTruthy()
})

test("deleting a status asks for the products' new status and warns that its automation ends", async () => {
  const told = answerStatuses()
  const { user } = openSettings()
  await user.click(await screen.findByRole('button', { name: 'More for Delivered' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Delete…' }))
  const dialog = await screen.findByRole('dialog', { name: 'Delete “Delivered”?' })
  expect(within(dialog).getByRole('status').textContent).toMatch(/when a shipment was delivered/)
  await user.click(within(dialog).getByRole('combobox', { name: 'Move its 12 products to' }))
  expect(screen.queryByRole('option', { name: /lose it/ })).toBeNull()
  await user.click(await screen.findByRole('option', { name: 'Ordered' }))
  await user.click(within(dialog).getByRole('button', { name: 'Delete status' }))
  await screen.findByText('12 products moved to “Ordered”.')
  expect(told).toEqual([{ id: delivered.id, move_to: ordered.id }])
  expect(await names()).toEqual(['Sourcing', 'Ordered'])
})

test('an entry that got products in the meantime is not deleted, and the dialog says so', async () => {
  answerStatuses()
  answer(crmListsContract.statuses.remove, () => {
    throw new FakeProblem('entry_in_use', { detail: '1 product has "Ordered".' })
  })
  const { user } = openSettings()
  await user.click(await screen.findByRole('button', { name: 'More for Ordered' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Delete…' }))
  await user.click(await screen.findByRole('button', { name: 'Delete status' }))
  await screen.findByText('1 product has "Ordered".')
  expect(await names()).toContain('Ordered')
})

test('the number of products with an entry leads to those products', async () => {
  answerStatuses()
  openSettings()
  const link = await screen.findByRole('link', { name: '12 products' })
  const filter = new URL(link.getAttribute('href') ?? '', 'http://app.test').searchParams.get('filter')
  expect(JSON.parse(filter ?? '')).toEqual({
    match: 'all',
    rules: [{ field: 'status_id', operator: 'is_any_of', value: [delivered.id] }],
  })
})

test('an owner shows the video title of a prefix while it is typed', async () => {
  const mia: CrmOwner = {
    id: crypto.randomUUID(),
    name: 'Mia',
    color: '#EA580C',
    email: null,
    title_prefix: 'Honest Review',
    position: 1,
    is_hidden: false,
    updated_at: sourcing.updated_at,
    product_count: 0,
  }
  const told: unknown[] = []
  answer(crmListsContract.owners.list, () => ({ items: [mia] }))
  answer(crmListsContract.owners.update, ({ body }) => {
    told.push(body)
    return { ...mia, title_prefix: 'First look' }
  })
  const { user } = openSettings('owners')
  const prefix = await screen.findByRole('textbox', { name: 'Title prefix of Mia' })
  await user.clear(prefix)
  await screen.findByText(/would be “Cordless desk lamp/)
  await user.type(prefix, 'First look')
  await screen.findByText(/would be “First look - Cordless desk lamp/)
  await user.tab()
  await waitFor(() => expect(told).toEqual([{ title_prefix: 'First look' }]))
  const email = screen.getByRole('textbox', { name: 'Email of Mia' })
  await user.type(email, 'mia')
  await user.tab()
  await screen.findByText('Enter an email address, such as ana@example.com.')
  expect(told).toHaveLength(1)
})

test('a custom field explains its kind before it is added', async () => {
  const told: unknown[] = []
  answer(crmListsContract.fields.create, ({ body }) => {
    told.push(body)
    throw new FakeProblem('name_taken', { detail: '"Size" is in this list already.' })
  })
  const { user } = openSettings('fields')
  await user.type(await screen.findByRole('textbox', { name: 'New custom field' }), 'Size')
  await user.click(screen.getByRole('combobox', { name: 'Kind' }))
  await user.click(await screen.findByRole('option', { name: 'Choice' }))
  await screen.findByText(/One of a few options that you name and color/)
  await user.click(screen.getByRole('button', { name: 'Add' }))
  await screen.findByText('"Size" is in this list already.')
  expect(told).toEqual([{ name: 'Size', kind: 'select' }])
})

test('the options of a select are added, renamed and removed, and their values move', async () => {
  const [small, large] = ['Small', 'Large'].map((name) => ({ id: crypto.randomUUID(), name, color: '#3B82F6' }))
  if (!small || !large) throw new Error('Two options were made')
  let size: CrmField = {
    id: crypto.randomUUID(),
    name: 'Size',
    kind: 'select',
    options: [small, large],
    position: 1,
    is_hidden: false,
    updated_at: sourcing.updated_at,
    product_count: 3,
  }
  const told: unknown[] = []
  answer(crmListsContract.fields.list, () => ({ items: [size] }))
  answer(crmListsContract.fields.update, ({ body }) => {
    told.push(body)
    size = { ...size, options: body.options ?? [] }
    return size
  })
  const { user } = openSettings('fields')
  await user.type(await screen.findByRole('textbox', { name: 'New option of Size' }), 'Medium{Enter}')
  await screen.findByRole('textbox', { name: 'Name of option Medium' })
  await waitFor(() => expect(told).toMatchObject([{ options: [small, large, { name: 'Medium' }] }]))
  await user.click(screen.getByRole('button', { name: 'Remove option Small' }))
  const dialog = await screen.findByRole('dialog', { name: 'Remove “Small”?' })
  await user.click(within(dialog).getByRole('combobox', { name: 'Products that have it get' }))
  await user.click(await screen.findByRole('option', { name: 'Large' }))
  await user.click(within(dialog).getByRole('button', { name: 'Remove option' }))
  await waitFor(() => expect(told[1]).toMatchObject({ moved_options: { [small.id]: large.id } }))
  expect(screen.queryByRole('textbox', { name: 'Name of option Small' })).toBeNull()
})

test('an uploader sees no link to this page, and reads why it is empty', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  openSettings()
  await screen.findByText(/Owners and managers of the workspace arrange its products/)
  const settings = screen.getByRole('navigation', { name: 'Settings' })
  expect(within(settings).queryByRole('link', { name: 'Products' })).toBeNull()
})

test('a list that could not be loaded can be loaded again', async () => {
  answer(crmListsContract.statuses.list, () => {
    throw new FakeOutage()
  })
  const { user } = openSettings()
  await screen.findByText('The list could not be loaded')
  answerStatuses()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await names()).toEqual(['Sourcing', 'Ordered', 'Delivered'])
})
