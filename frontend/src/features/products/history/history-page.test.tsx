// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ana, ordered, sampleChange, sampleProduct, sourcing } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import type { ChangeSet } from '#core/products/changes.ts'
import { productsContract } from '#core/products/contract.ts'

const lamp = sampleProduct()

beforeEach(() => {
  startWorld()
})

const answerChanges = (items: ChangeSet[]) => answer(productsContract.changes, () => ({ items, next_cursor: null }))
const valuesOf = (before: Record<string, unknown>, after: Record<string, unknown>): Partial<ChangeSet> => ({
  fields: Object.keys(after),
  products: [{ product_id: lamp.id, asin: lamp.asin, title: lamp.title, currency: 'EUR', before, after }],
})

test('a change says who, when, what, and both values in words people read', async () => {
  answerChanges([
    sampleChange(
      lamp,
      valuesOf(
        { status_id: sourcing.id, cost_cents: null, purchase_date: null, is_video_title_typed: false },
        { status_id: ordered.id, cost_cents: 2490, purchase_date: '2026-11-03', is_video_title_typed: true },
      ),
    ),
    sampleChange(lamp, { created_by: crypto.randomUUID(), created_by_name: 'Ben' }),
    sampleChange(lamp, { kind: 'rule', created_by: null, created_by_name: null, fields: ['notes'] }),
  ])
  openApp('/history')
  const row = await screen.findByRole('listitem', { name: /^Video title, status, cost and purchased of B0C1234567$/ })
  expect(row.textContent).toContain('You · ')
  expect(within(row).getByTitle('Nov 20, 2026, 10:30 AM')).toBeTruthy()
  await within(row).findByText('Ordered')
  const values = within(row).getAllByRole('definition')
  expect(values.map((value) => value.textContent)).toEqual([' Sourcing Ordered', 'empty€24.90', 'emptyNov 3, 2026'])
  expect(row.textContent).not.toContain('typed')
  expect(within(row).getByRole('link', { name: 'Desk lamp' }).getAttribute('href')).toBe(`/products/${lamp.id}`)
  const theirs = screen.getByRole('listitem', { name: 'Brand of B0C1234567' })
  expect(theirs.textContent).toContain('Ben · ')
  expect(theirs.textContent).toContain('LuminarMuji')
  expect(screen.getByRole('listitem', { name: 'Notes of B0C1234567' }).textContent).toContain('OpSyncPro · ')
})

test('changes are grouped by day in my time zone', async () => {
  // 23:30 on the 18th in London is the 19th in Berlin.
  answerChanges([
    sampleChange(lamp, { created_at: '2024-11-18T23:30:00+00:00' }),
    sampleChange(lamp, { created_at: '2024-11-18T22:30:00+00:00' }),
  ])
  openApp('/history')
  await screen.findByRole('list', { name: 'Changes of November 19, 2024' })
  expect(screen.getByRole('list', { name: 'Changes of November 18, 2024' })).toBeTruthy()
})

test('Undo restores a change and the row says so; a change that is too old offers none', async () => {
  const change = sampleChange(lamp)
  const old = sampleChange(lamp, { fields: ['notes'], can_undo: false })
  answerChanges([change, old])
  answer(productsContract.undoChange, ({ params }) => {
    expect(params.id).toBe(change.id)
    const undo = sampleChange(lamp, { kind: 'undo', undo_of: change.id })
    answerChanges([undo, { ...change, undone_by: undo.id, can_undo: false }, old])
    return { change_set_id: undo.id, reverted: 1, left: [] }
  })
  const { user } = openApp('/history')
  const row = await screen.findByRole('listitem', { name: 'Brand of B0C1234567' })
  await user.click(within(row).getByRole('button', { name: 'Undo Brand of B0C1234567' }))
  await within(row).findByText('Undone')
  expect(within(row).queryByRole('button')).toBeNull()
  await screen.findByRole('listitem', { name: 'Undid: brand of B0C1234567' })
  expect(within(screen.getByRole('listitem', { name: 'Notes of B0C1234567' })).queryByRole('button')).toBeNull()
})

test('undoing an undo is a redo', async () => {
  const change = sampleChange(lamp, { can_undo: false })
  answerChanges([sampleChange(lamp, { kind: 'undo', undo_of: change.id }), change])
  answer(productsContract.undoChange, () => ({ change_set_id: crypto.randomUUID(), reverted: 1, left: [] }))
  const { user } = openApp('/history')
  await user.click(await screen.findByRole('button', { name: 'Undo Undid: brand of B0C1234567' }))
  await screen.findByText('Redid: brand of B0C1234567')
})

test('a change that another member undid in the meantime is shown as undone', async () => {
  const change = sampleChange(lamp)
  answerChanges([change])
  answer(productsContract.undoChange, () => {
    answerChanges([{ ...change, undone_by: crypto.randomUUID(), can_undo: false }])
    throw new FakeProblem('already_undone')
  })
  const { user } = openApp('/history')
  await user.click(await screen.findByRole('button', { name: 'Undo Brand of B0C1234567' }))
  await screen.findByText('This was undone already.')
  await screen.findByText('Undone')
})

test('many products are counted, and the first of them linked', async () => {
  const products = ['B000000001', 'B000000002'].map((asin) => ({
    product_id: crypto.randomUUID(),
    asin,
    title: null,
    currency: 'USD',
    before: null,
    after: {},
  }))
  answerChanges([sampleChange(lamp, { kind: 'import', fields: [], product_count: 12, products })])
  openApp('/history')
  const row = await screen.findByRole('listitem', { name: 'Imported 12 products' })
  expect(row.textContent).toContain('B000000001, B000000002 and 10 more')
})

test('older changes are loaded page by page', async () => {
  answer(productsContract.changes, ({ query }) =>
    query.cursor === 'older'
      ? { items: [sampleChange(lamp, { fields: ['notes'] })], next_cursor: null }
      : { items: [sampleChange(lamp)], next_cursor: 'older' },
  )
  const { user } = openApp('/history')
  await user.click(await screen.findByRole('button', { name: 'Show more' }))
  await screen.findByRole('listitem', { name: 'Notes of B0C1234567' })
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull()
})

test('without changes the page says what it will show', async () => {
  openApp('/history')
  await screen.findByRole('heading', { name: 'Nothing changed yet' })
})

test('a history that could not be loaded says why and can be loaded again', async () => {
  answer(productsContract.changes, () => {
    throw new FakeProblem('internal')
  })
  const { user } = openApp('/history')
  await screen.findByRole('heading', { name: 'The history could not be loaded' })
  answerChanges([sampleChange(lamp)])
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await screen.findByRole('listitem', { name: 'Brand of B0C1234567' })
})

test('an uploader at the address reads one sentence, and no request is sent', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  answer(productsContract.changes, () => {
    throw new Error('an uploader may not ask for changes')
  })
  openApp('/history')
  await screen.findByRole('heading', { name: 'History is for owners and managers' })
  expect(screen.queryByRole('link', { name: 'History' })).toBeNull()
})

test('g y opens the history', async () => {
  const { user, router } = openApp('/settings')
  await screen.findByRole('heading', { name: 'Settings' })
  await screen.findByRole('link', { name: 'History' })
  await user.keyboard('gy')
  await waitFor(() => expect(router.state.location.pathname).toBe('/history'))
})
