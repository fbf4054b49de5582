// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeOutage, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ordered, sampleProduct } from '#app/testing/samples.ts'
import { productsContract } from '#core/products/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import type { CrmField } from '#core/products/lists/schema.ts'
import type { SourcedProduct } from '#core/products/schema.ts'

const field = (name: string, kind: CrmField['kind'], options: CrmField['options'] = []): CrmField => ({
  id: crypto.randomUUID(),
  name,
  kind,
  options,
  position: 1,
  is_hidden: false,
  updated_at: '2026-11-20T09:30:00+00:00',
})
const gifted = field('Gifted', 'checkbox')

const lamp = sampleProduct({ cost_cents: 1000 })
const kettle = sampleProduct({ asin: 'B0C7654321', title: 'Kettle' })
let rows: SourcedProduct[] = []
let written: unknown[] = []
let sorts: (string | undefined)[] = []

beforeEach(() => {
  startWorld()
  rows = [lamp, kettle]
  written = []
  sorts = []
  answer(crmListsContract.fields.list, () => ({ items: [gifted] }))
  answer(productsContract.list, ({ query }) => {
    sorts.push(query.sort)
    return { items: rows, next_cursor: null, total: rows.length }
  })
  answer(productsContract.update, ({ params, body }) => {
    written.push(body)
    const { owners: _, is_archived: _archived, video_title: _title, custom_values, ...set } = body
    rows = rows.map((row) => {
      if (row.id !== params.id) return row
      const values = Object.entries({ ...row.custom_values, ...custom_values }).filter(([, value]) => value !== null)
      return Object.assign({ ...row }, set, { custom_values: Object.fromEntries(values) })
    })
    return rows.find(({ id }) => id === params.id) ?? lamp
  })
})

const cell = (product: SourcedProduct, column: string) => {
  const found = document.querySelector<HTMLElement>(`[data-row-id="${product.id}"] > [data-column="${column}"]`)
  if (!found) throw new Error(`There is no cell ${column} of ${product.title}.`)
  return found
}

async function openTable() {
  const app = openApp('/products')
  await screen.findByRole('link', { name: 'Desk lamp' })
  return app
}

async function focusCell(product: SourcedProduct, column: string) {
  await waitFor(() => cell(product, column))
  cell(product, column).focus()
}

test('arrows move from cell to cell, and Tab reaches only one cell', async () => {
  const { user } = await openTable()
  await focusCell(lamp, 'title')
  await user.keyboard('{ArrowDown}{ArrowRight}')
  expect(document.activeElement).toBe(cell(kettle, 'asin'))
  expect(document.querySelectorAll('td[tabindex="0"]')).toHaveLength(1)
  await user.keyboard('{Home}')
  expect(document.activeElement).toBe(cell(kettle, 'image_url'))
})

test('Enter edits, Enter saves and moves down, and the cell shows it at once', async () => {
  const { user } = await openTable()
  await focusCell(lamp, 'cost_cents')
  await user.keyboard('{Enter}')
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Cost of B0C1234567' }).value).toBe('10.00')
  await user.keyboard('12,50{Enter}')
  expect(cell(lamp, 'cost_cents').textContent).toBe('$12.50')
  expect(document.activeElement).toBe(cell(kettle, 'cost_cents'))
  await waitFor(() => expect(written).toEqual([{ cost_cents: 1250 }]))
})

test('typing starts an edit, Tab saves and moves right, Esc restores', async () => {
  const { user } = await openTable()
  await focusCell(kettle, 'cost_cents')
  await user.keyboard('7{Tab}')
  await waitFor(() => expect(written).toEqual([{ cost_cents: 700 }]))
  expect(document.activeElement).toBe(cell(kettle, 'updated_at'))
  await user.keyboard('{ArrowLeft}99{Escape}')
  expect(cell(kettle, 'cost_cents').textContent).toBe('$7.00')
  expect(document.activeElement).toBe(cell(kettle, 'cost_cents'))
  expect(written).toHaveLength(1)
})

test('an unreadable text is explained while it is typed, and is never saved', async () => {
  const { user } = await openTable()
  await focusCell(lamp, 'cost_cents')
  await user.keyboard('1x{Enter}')
  expect((await screen.findByRole('alert')).textContent).toBe('Cost: “1x” is not an amount.')
  await user.keyboard('{Escape}')
  expect(cell(lamp, 'cost_cents').textContent).toBe('$10.00')
  expect(written).toEqual([])
})

test('Delete empties a cell, a status is found by typing, and a checkbox is ticked', async () => {
  const { user } = await openTable()
  await focusCell(lamp, 'cost_cents')
  await user.keyboard('{Delete}')
  await waitFor(() => expect(written).toEqual([{ cost_cents: null }]))
  await user.keyboard('s')
  await screen.findByRole('combobox', { name: 'Status' })
  await user.keyboard('ord{Enter}')
  await waitFor(() => expect(written.at(-1)).toEqual({ status_id: ordered.id }))
  await waitFor(() => expect(document.activeElement).toBe(cell(lamp, 'status_id')))
  await focusCell(lamp, `custom.${gifted.id}`)
  await user.keyboard('{Enter}')
  await waitFor(() => expect(written.at(-1)).toEqual({ custom_values: { [gifted.id]: true } }))
})

test('another member was first: both values are shown, and mine can still be saved', async () => {
  const theirs = { ...lamp, cost_cents: 900, updated_at: '2026-11-21T09:30:00+00:00' }
  answer(productsContract.update, ({ body, headers }) => {
    rows = [theirs, kettle]
    if (headers.get('if-match') === lamp.updated_at) throw new FakeProblem('row_changed', { current: theirs })
    written.push(body)
    return { ...theirs, cost_cents: 1250 }
  })
  const { user } = await openTable()
  await focusCell(lamp, 'cost_cents')
  await user.keyboard('12.50{Enter}')
  await screen.findByText(/Cost is “9\.00”; yours, “12\.50”, was not saved/)
  await user.click(screen.getByRole('button', { name: 'Save mine' }))
  await waitFor(() => expect(written).toEqual([{ cost_cents: 1250 }]))
})

test('a pasted column fills downward as one change, and names the skipped rows', async () => {
  answer(productsContract.bulk, ({ body }) => {
    written.push(body)
    return { change_set_id: crypto.randomUUID(), changed: 1, unchanged: 0, failed: [] }
  })
  await openTable()
  await focusCell(lamp, 'cost_cents')
  fireEvent.paste(cell(lamp, 'cost_cents'), { clipboardData: { getData: () => '3.00\nthree\n' } })
  const dialog = await screen.findByRole('dialog', { name: '1 change was not made' })
  expect(dialog.textContent).toContain('Cost: “three” is not an amount.')
  expect(written).toEqual([{ rows: [{ id: lamp.id, set: { cost_cents: 300 } }] }])
  await screen.findByText('1 product changed')
})

test('cells side by side are pasted side by side', async () => {
  answer(productsContract.bulk, ({ body }) => {
    written.push(body)
    return { change_set_id: crypto.randomUUID(), changed: 1, unchanged: 0, failed: [] }
  })
  await openTable()
  await focusCell(kettle, 'important_date')
  fireEvent.paste(cell(kettle, 'important_date'), {
    clipboardData: { getData: () => '2026-12-01\t24 Dec 2026\t4.50' },
  })
  await waitFor(() =>
    expect(written).toEqual([
      {
        rows: [{ id: kettle.id, set: { important_date: '2026-12-01', follow_up_date: '2026-12-24', cost_cents: 450 } }],
      },
    ]),
  )
})

test('a header sorts, and says in which direction', async () => {
  const { user } = await openTable()
  const header = screen.getByRole('columnheader', { name: /^Title/ })
  expect(header.getAttribute('aria-sort')).toBe('none')
  await user.click(within(header).getByRole('button'))
  await waitFor(() => expect(header.getAttribute('aria-sort')).toBe('ascending'))
  await user.click(within(header).getByRole('button'))
  await waitFor(() => expect(sorts.at(-1)).toBe('-title'))
})

test('columns are hidden, moved and pinned from the Display panel, and stay so', async () => {
  const { user } = await openTable()
  const headers = () => screen.getAllByRole('columnheader', { hidden: true }).map((header) => header.textContent)
  await user.click(screen.getByRole('button', { name: 'Display' }))
  const panel = await screen.findByRole('dialog', { name: 'Display' })
  await user.click(within(panel).getByRole('checkbox', { name: 'ASIN' }))
  await user.click(within(panel).getByRole('checkbox', { name: 'Brand' }))
  await user.click(within(panel).getByRole('button', { name: 'Pin Brand' }))
  expect(headers()).not.toContain('ASIN')
  expect(headers().slice(1, 4)).toEqual(['Image', 'Title', 'Brand'])
  await user.click(within(panel).getByRole('button', { name: 'Move Title up' }))
  expect(headers().slice(1, 4)).toEqual(['Title', 'Image', 'Brand'])
  const kept = JSON.parse(localStorage.getItem('opsyncpro.columns.all') ?? '[]')
  expect(kept[0].id).toBe('title')
  await user.click(within(panel).getByRole('button', { name: 'Reset columns' }))
  expect(headers().slice(1, 4)).toEqual(['Image', 'Title', 'ASIN'])
})

test('the edge of a column is moved with the arrow keys', async () => {
  await openTable()
  const edge = screen.getByRole('separator', { name: 'Width of Title' })
  const before = Number(edge.getAttribute('aria-valuenow'))
  fireEvent.keyDown(edge, { key: 'ArrowRight' })
  await waitFor(() => expect(Number(edge.getAttribute('aria-valuenow'))).toBe(before + 16))
})

test('of ten thousand products only the visible ones are in the document', async () => {
  rows = Array.from({ length: 10_000 }, (_, index) => sampleProduct({ title: `Product ${index}` }))
  openApp('/products')
  await screen.findByRole('link', { name: 'Product 0' })
  expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('10001')
  expect(document.querySelectorAll('[data-row-id]').length).toBeLessThan(60)
})

test.each(['Kettle blue', 'kettle', 'Jug', 'jug', 'xylophone', 'Sofa', 'espresso', 'Ceramic pot', 'gift'])(
  '%s typed on row two is the new title of row two',
  async (word) => {
    const { user } = await openTable()
    await focusCell(lamp, 'title')
    await user.keyboard('{ArrowDown}')
    await user.keyboard(`${word}{Enter}`)
    await waitFor(() => expect(written).toEqual([{ title: word }]))
    expect(cell(kettle, 'title').textContent).toBe(word)
    expect(cell(lamp, 'title').textContent).toBe('Desk lamp')
  },
)

test('a capital is typed also after j, and after a click; small letters stay keys there', async () => {
  const { user } = await openTable()
  await user.keyboard('jj')
  expect(document.activeElement).toBe(cell(kettle, 'title'))
  await user.keyboard('Kettle 2{Escape}')
  expect(written).toEqual([])
  await user.keyboard('jkx')
  expect(screen.getByRole('region', { name: 'Selected products' }).textContent).toContain('1 selected')
  await user.keyboard('{Shift>}J{/Shift}')
  expect(screen.getByRole('region', { name: 'Selected products' }).textContent).toContain('2 selected')
  await user.keyboard('{Escape}')
  await user.pointer({ keys: '[MouseLeft]', target: cell(kettle, 'asin') })
  await focusCell(kettle, 'title')
  await user.keyboard('jar{Enter}')
  await waitFor(() => expect(written).toEqual([{ title: 'jar' }]))
})

test('five hundred pasted cells reach rows that are not loaded, in the order of the list', async () => {
  const many = Array.from({ length: 620 }, (_, index) => sampleProduct({ title: `Product ${index}` }))
  answer(productsContract.list, ({ query }) => {
    const from = Number(query.cursor ?? 0)
    const next = from + 50
    return { items: many.slice(from, next), next_cursor: next < many.length ? String(next) : null, total: many.length }
  })
  answer(productsContract.bulk, ({ body }) => {
    written.push(body)
    return { change_set_id: crypto.randomUUID(), changed: 500, unchanged: 0, failed: [] }
  })
  openApp('/products')
  await screen.findByRole('link', { name: 'Product 0' })
  const [, second] = many
  if (!second) throw new Error('There is no second product.')
  await focusCell(second, 'cost_cents')
  const text = Array.from({ length: 500 }, (_, index) => `${index}.00`).join('\n')
  fireEvent.paste(cell(second, 'cost_cents'), { clipboardData: { getData: () => text } })
  await screen.findByText('500 products changed')
  expect(written).toEqual([
    { rows: many.slice(1, 501).map(({ id }, index) => ({ id, set: { cost_cents: index * 100 } })) },
  ])
})

test('pasting more than the list has names what was left out, and a page that fails changes nothing', async () => {
  const many = Array.from({ length: 60 }, (_, index) => sampleProduct({ title: `Product ${index}` }))
  let isBroken = true
  answer(productsContract.list, ({ query }) => {
    const from = Number(query.cursor ?? 0)
    if (from > 0 && isBroken) throw new FakeOutage()
    return { items: many.slice(from, from + 30), next_cursor: from === 0 ? '30' : null, total: many.length }
  })
  answer(productsContract.bulk, ({ body }) => {
    written.push(body)
    return { change_set_id: crypto.randomUUID(), changed: 60, unchanged: 0, failed: [] }
  })
  openApp('/products')
  await screen.findByRole('link', { name: 'Product 0' })
  const [first] = many
  if (!first) throw new Error('There is no product.')
  await focusCell(first, 'cost_cents')
  const clipboardData = { getData: () => Array.from({ length: 70 }, () => '1').join('\n') }
  fireEvent.paste(cell(first, 'cost_cents'), { clipboardData })
  await screen.findByText('Nothing was pasted.')
  expect(written).toEqual([])
  isBroken = false
  fireEvent.paste(cell(first, 'cost_cents'), { clipboardData })
  await screen.findByText('10 pasted rows have no row here and were left out.')
  await screen.findByText('60 products changed')
})
