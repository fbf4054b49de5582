// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ordered, sampleChange, sampleProduct } from '#app/testing/samples.ts'
import type { BulkResult } from '#core/products/bulk.ts'
import { productsContract } from '#core/products/contract.ts'

const lamp = sampleProduct()
const kettle = sampleProduct({ asin: 'B0C7654321', title: 'Kettle' })
const toaster = sampleProduct({ asin: 'B0C7654322', title: 'Toaster' })
const CHANGE = crypto.randomUUID()

let edits: unknown[] = []
let result: BulkResult
beforeEach(() => {
  startWorld()
  edits = []
  result = { change_set_id: CHANGE, changed: 2, unchanged: 0, failed: [] }
  answer(productsContract.list, ({ query }) => ({
    items: query.search ? [kettle] : [lamp, kettle, toaster],
    next_cursor: null,
    total: query.search ? 1 : 1240,
  }))
  answer(productsContract.bulk, ({ body, headers }) => {
    expect(headers.get('idempotency-key')).toBeTruthy()
    edits.push(body)
    return result
  })
})

async function openTable() {
  const app = openApp('/products')
  await screen.findByRole('link', { name: 'Desk lamp' })
  return app
}
const bar = () => screen.getByRole('region', { name: 'Selected products' })
const tick = (title: string) => screen.getByRole('checkbox', { name: `Select ${title}` })

test('a status is set on the selected products, as one change that Undo restores', async () => {
  const undone: unknown[] = []
  answer(productsContract.changes, () => ({
    items: [sampleChange(lamp, { id: CHANGE, kind: 'bulk', product_count: 2, fields: ['status_id'] })],
    next_cursor: null,
  }))
  answer(productsContract.undoChange, ({ params }) => {
    undone.push(params.id)
    return { change_set_id: crypto.randomUUID(), reverted: 2, left: [] }
  })
  const { user } = await openTable()
  await user.click(tick('Desk lamp'))
  await user.click(tick('Toaster'))
  expect(bar().textContent).toContain('2 selected')
  await user.click(within(bar()).getByRole('button', { name: 'Status' }))
  await user.click(await screen.findByRole('option', { name: 'Ordered' }))
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  expect(edits).toEqual([{ target: { ids: [lamp.id, toaster.id] }, change: { set: { status_id: ordered.id } } }])
  await waitFor(() => expect(undone).toEqual([CHANGE]))
})

test('Shift and a click select a range, Esc clears it', async () => {
  const { user } = await openTable()
  await user.click(tick('Desk lamp'))
  await user.keyboard('{Shift>}')
  await user.click(tick('Toaster'))
  await user.keyboard('{/Shift}')
  expect(bar().textContent).toContain('3 selected')
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('region', { name: 'Selected products' })).toBeNull()
})

test('all that match are selected beyond the loaded rows, and a change asks once with their number', async () => {
  const { user } = await openTable()
  await user.click(screen.getByRole('checkbox', { name: 'Select all loaded products' }))
  await user.click(within(bar()).getByRole('button', { name: 'Select all 1,240 that match' }))
  await user.click(tick('Kettle'))
  expect(bar().textContent).toContain('1,239 selected')
  await user.click(within(bar()).getByRole('button', { name: 'Archive' }))
  const dialog = await screen.findByRole('dialog', { name: 'Archive 1,239 products?' })
  expect(edits).toEqual([])
  await user.click(within(dialog).getByRole('button', { name: 'Archive 1,239 products' }))
  await waitFor(() =>
    expect(edits).toEqual([
      {
        target: { filter: { match: 'all', rules: [] }, search: '', except_ids: [kettle.id] },
        change: { is_archived: true },
      },
    ]),
  )
})

test('products that could not be changed are named with their reasons', async () => {
  result = {
    change_set_id: CHANGE,
    changed: 1,
    unchanged: 0,
    failed: [{ product_id: kettle.id, asin: kettle.asin, reason: 'It was deleted in the meantime.' }],
  }
  const { user } = await openTable()
  await user.click(tick('Desk lamp'))
  await user.click(within(bar()).getByRole('button', { name: 'Decision' }))
  await user.click(await screen.findByRole('option', { name: 'Sell' }))
  const dialog = await screen.findByRole('dialog', { name: '1 change was not made' })
  expect(dialog.textContent).toContain('B0C7654321')
  expect(dialog.textContent).toContain('It was deleted in the meantime.')
  expect(screen.getByText('1 product changed')).toBeTruthy()
})

test('any field can be set or cleared, and a wrong value is explained before anything happens', async () => {
  const { user } = await openTable()
  await user.click(tick('Desk lamp'))
  await user.click(within(bar()).getByRole('button', { name: 'Set field' }))
  await user.click(await screen.findByRole('option', { name: 'Cost' }))
  await user.type(await screen.findByRole('textbox', { name: 'Cost' }), 'many{Enter}')
  expect((await screen.findByRole('alert')).textContent).toBe('Cost: “many” is not an amount.')
  await user.clear(screen.getByRole('textbox', { name: 'Cost' }))
  await user.type(screen.getByRole('textbox', { name: 'Cost' }), '4.20{Enter}')
  await waitFor(() => expect(edits).toEqual([{ target: { ids: [lamp.id] }, change: { set: { cost_cents: 420 } } }]))
})

test('deleting asks for confirmation, whatever the number', async () => {
  const { user } = await openTable()
  await user.click(tick('Desk lamp'))
  await user.click(within(bar()).getByRole('button', { name: 'Delete' }))
  await user.click(
    within(await screen.findByRole('dialog', { name: 'Delete 1 product?' })).getByRole('button', {
      name: 'Delete 1 product',
    }),
  )
  await waitFor(() => expect(edits).toEqual([{ target: { ids: [lamp.id] }, change: { is_deleted: true } }]))
})

test('another filter clears the selection, so that nothing out of sight is changed', async () => {
  const { user } = await openTable()
  await user.click(tick('Desk lamp'))
  await user.type(screen.getByRole('searchbox'), 'kettle')
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Selected products' })).toBeNull())
})

test.each([
  ['1500', { set: { cost_cents: 150_000 } }],
  ['24.90', { set: { cost_cents: 2490 } }],
  ['1.234', { set: { cost_cents: 1234 }, amount_digits: 3 }],
])('an amount typed as %s is the same amount in each currency', async (typed, change) => {
  const { user } = await openTable()
  await user.click(tick('Desk lamp'))
  await user.click(within(bar()).getByRole('button', { name: 'Set field' }))
  await user.click(await screen.findByRole('option', { name: 'Cost' }))
  const field = await screen.findByRole('textbox', { name: 'Cost' })
  await user.type(field, '€5{Enter}')
  expect((await screen.findByRole('alert')).textContent).toBe(
    'Cost: type the amount without a currency. Each product keeps its own.',
  )
  await user.clear(field)
  await user.type(field, `${typed}{Enter}`)
  await waitFor(() => expect(edits).toEqual([{ target: { ids: [lamp.id] }, change }]))
})
