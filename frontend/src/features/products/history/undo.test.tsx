// @vitest-environment happy-dom

import { screen, waitFor } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeOutage, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ana, ordered, sampleChange, sampleProduct, sourcing } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import type { ChangeSet, UndoneChange } from '#core/products/changes.ts'
import { productsContract } from '#core/products/contract.ts'
import type { ProductOperation } from '#core/products/operations.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { videosContract } from '#core/videos/contract.ts'
import { LOST_ANSWER_WORDS } from '#ui/toasts/lost-answer.ts'

const lamp = sampleProduct({ brand: 'Luminar' })
const brandChange = () => sampleChange(lamp)
const theirs = () => sampleChange(lamp, { created_by: crypto.randomUUID(), created_by_name: 'Ben' })

let undone: string[]
beforeEach(() => {
  undone = []
  startWorld()
  answer(productsContract.list, () => ({ items: [lamp], next_cursor: null, total: 1 }))
  answer(productsContract.get, () => lamp)
  answer(productsContract.update, ({ body }) => ({ ...lamp, brand: body.brand ?? null }))
  answer(videosContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null }))
  answer(correlationsContract.list, () => ({ items: [], next_cursor: null }))
})

const answerChanges = (items: ChangeSet[]) => answer(productsContract.changes, () => ({ items, next_cursor: null }))
function answerUndo(result: Partial<UndoneChange> = {}) {
  answer(productsContract.undoChange, ({ params, headers }) => {
    expect(headers.get('idempotency-key')).toBeTruthy()
    undone.push(params.id ?? '')
    return { change_set_id: crypto.randomUUID(), reverted: 1, left: [], ...result }
  })
}

async function changeBrand() {
  const app = openApp(`/products/${lamp.id}`)
  const brand = await screen.findByLabelText<HTMLInputElement>('Brand')
  await app.user.clear(brand)
  await app.user.type(brand, 'Muji{Enter}')
  return app
}

test("an edit offers Undo, which undoes my change and not another member's later one", async () => {
  const mine = brandChange()
  answerChanges([theirs(), mine])
  answerUndo()
  const { user } = await changeBrand()
  await screen.findByText('Brand of B0C1234567 changed')
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  await screen.findByText('Undid: brand of B0C1234567')
  expect(undone).toEqual([mine.id])
  expect(screen.getByRole('dialog', { name: 'Desk lamp' })).toBeTruthy()
})

test('Undo of a status names the status', async () => {
  const products = [
    { ...lamp, product_id: lamp.id, before: { status_id: sourcing.id }, after: { status_id: ordered.id } },
  ]
  const mine = sampleChange(lamp, { fields: ['status_id'], products })
  answer(productsContract.update, () => ({ ...lamp, status_id: ordered.id }))
  answerChanges([mine])
  answerUndo()
  const { user } = openApp('/products')
  await user.click(await screen.findByRole('button', { name: 'Status: Sourcing. Change' }))
  await user.click(await screen.findByRole('option', { name: 'Ordered' }))
  await screen.findByText('B0C1234567 is now Ordered')
  await user.click(screen.getByRole('button', { name: 'Undo' }))
  await screen.findByText('Undid: status of B0C1234567')
  expect(undone).toEqual([mine.id])
})

test('what an undo skipped is named', async () => {
  answerChanges([sampleChange(lamp, { fields: ['brand', 'notes'] })])
  answerUndo({ left: [{ product_id: lamp.id, asin: lamp.asin, fields: ['brand'] }] })
  const { user } = openApp('/settings')
  await screen.findByRole('heading', { name: 'Settings' })
  await user.keyboard('{Control>}z{/Control}')
  await screen.findByText('Undid: notes of B0C1234567')
  expect(screen.getByText('Brand was changed since and stays.')).toBeTruthy()
})

test('Ctrl+Z undoes my newest change, Redo does it again', async () => {
  const mine = brandChange()
  const undo = crypto.randomUUID()
  answerChanges([theirs(), sampleChange(lamp, { kind: 'undo', undo_of: crypto.randomUUID() }), mine])
  answerUndo({ change_set_id: undo })
  const { user } = openApp('/settings')
  await screen.findByRole('heading', { name: 'Settings' })
  await user.keyboard('{Control>}z{/Control}')
  await user.click(await screen.findByRole('button', { name: 'Redo' }))
  await screen.findByText('Redid: brand of B0C1234567')
  expect(undone).toEqual([mine.id, undo])
})

test('when nothing could be undone the next Ctrl+Z means the change before it', async () => {
  const [stuck, before] = [brandChange(), brandChange()]
  answerChanges([stuck, before])
  answerUndo()
  answer(productsContract.undoChange, ({ params }) => {
    undone.push(params.id ?? '')
    const isStuck = params.id === stuck.id
    const left = isStuck ? [{ product_id: lamp.id, asin: lamp.asin, fields: ['brand'] }] : []
    return { change_set_id: isStuck ? null : crypto.randomUUID(), reverted: isStuck ? 0 : 1, left }
  })
  const { user } = openApp('/settings')
  await screen.findByRole('heading', { name: 'Settings' })
  await user.keyboard('{Control>}z{/Control}')
  await screen.findByText('Nothing was undone.')
  await user.keyboard('{Control>}z{/Control}')
  await screen.findByText('Undid: brand of B0C1234567')
  expect(undone).toEqual([stuck.id, before.id])
})

test('Ctrl+Z in a text field belongs to the text, and Ctrl+Shift+Z is no undo', async () => {
  answerChanges([brandChange()])
  answerUndo()
  const { user } = openApp(`/products/${lamp.id}`)
  await user.click(await screen.findByLabelText('Brand'))
  await user.keyboard('{Control>}z{/Control}')
  await user.tab()
  await user.click(screen.getByRole('heading', { name: 'Details' }))
  await user.keyboard('{Control>}{Shift>}z{/Shift}{/Control}')
  expect(undone).toEqual([])
  await user.keyboard('{Control>}z{/Control}')
  await waitFor(() => expect(undone).toHaveLength(1))
})

test('Ctrl+Z waits for the edit that is still being saved', async () => {
  const gate = Promise.withResolvers<void>()
  const mine = brandChange()
  answerChanges([])
  answer(productsContract.update, async () => {
    await gate.promise
    answerChanges([mine])
    return { ...lamp, brand: 'Muji' }
  })
  answerUndo()
  const { user } = await changeBrand()
  await user.keyboard('{Control>}z{/Control}')
  gate.resolve()
  await screen.findByText('Undid: brand of B0C1234567')
  expect(undone).toEqual([mine.id])
})

test('a change that was undone elsewhere says so', async () => {
  answerChanges([brandChange()])
  answer(productsContract.undoChange, () => {
    throw new FakeProblem('already_undone')
  })
  const { user } = await changeBrand()
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await screen.findByText('This was undone already.')
})

test('an undo whose answer was lost is checked with the server', async () => {
  answerChanges([brandChange()])
  answer(productsContract.undoChange, () => {
    throw new FakeOutage()
  })
  const { user } = await changeBrand()
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await screen.findByText(LOST_ANSWER_WORDS.checked)
  expect(screen.queryByText('Nothing was undone.')).toBeNull()
})

test('the palette undoes my last change, and says when there is none', async () => {
  const { user } = openApp('/settings')
  await screen.findByRole('heading', { name: 'Settings' })
  await user.keyboard('{Control>}k{/Control}')
  await user.click(await screen.findByRole('option', { name: /Undo my last change/ }))
  await screen.findByText('You have nothing left to undo.')
})

test('an uploader has nothing to undo', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  answerChanges([brandChange()])
  answerUndo()
  const { user } = openApp('/settings')
  await screen.findByRole('heading', { name: 'Settings' })
  await waitFor(() => expect(screen.queryByRole('link', { name: 'Products' })).toBeNull())
  await user.keyboard('{Control>}z{/Control}')
  expect(undone).toEqual([])
})

test('an undo of many products shows how far it is, survives a lost answer, and says when it is complete', async () => {
  const imported = sampleChange(lamp, { kind: 'import', product_count: 50_000 })
  const begun: ProductOperation = {
    id: crypto.randomUUID(),
    kind: 'undo',
    state: 'running',
    done: 12_000,
    total: 50_000,
    changed: 12_000,
    change_set_id: crypto.randomUUID(),
    error: null,
    left: [],
    left_count: 0,
    failed: [],
    failed_count: 0,
  }
  answerChanges([imported])
  answerUndo({ operation: begun })
  const gate = Promise.withResolvers<void>()
  let readings = 0
  answer(productsContract.operation, async ({ params }) => {
    expect(params.id).toBe(begun.id)
    readings += 1
    if (readings === 1) throw new TypeError('network')
    await gate.promise
    return { ...begun, state: 'done' as const, done: 50_000, changed: 50_000 }
  })
  const { user } = openApp('/settings')
  await screen.findByRole('heading', { name: 'Settings' })
  await user.keyboard('{Control>}z{/Control}')
  await screen.findByText('Undoing 24% of 50,000 products')
  await waitFor(() => expect(readings).toBe(2), { timeout: 10_000 })
  expect(screen.queryByText(/^Undid/)).toBeNull()
  gate.resolve()
  await screen.findByText(/^Undid/, {}, { timeout: 10_000 })
  await waitFor(() => expect(screen.queryByText(/^Undoing/)).toBeNull())
  expect(undone).toEqual([imported.id])
})
