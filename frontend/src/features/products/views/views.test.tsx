// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleProduct } from '#app/testing/samples.ts'
import { productsContract } from '#core/products/contract.ts'
import type { ProductFilter } from '#core/products/filters.ts'
import { viewsContract } from '#core/products/views/contract.ts'
import { type SavedView, ViewState } from '#core/products/views/schema.ts'

const AT = '2026-11-20T09:30:00+00:00'
const cheap: ProductFilter = { match: 'all', rules: [{ field: 'cost_cents', operator: 'at_most', value: 2000 }] }

const savedView = (change: Partial<SavedView> = {}): SavedView => ({
  id: crypto.randomUUID(),
  name: 'Cheap ones',
  is_shared: false,
  is_mine: true,
  created_by_name: 'Ana Lima',
  state: ViewState.parse({ filter: cheap }),
  created_at: AT,
  updated_at: AT,
  ...change,
})

const savedAre = (items: SavedView[], default_view: string | null = null) =>
  answer(viewsContract.list, () => ({ items, default_view }))

let asked: Record<string, string>[] = []
beforeEach(() => {
  startWorld()
  asked = []
  answer(productsContract.list, ({ query }) => {
    asked.push(query)
    return { items: [sampleProduct()], next_cursor: null, total: 1 }
  })
})
const lastFilter = () => JSON.parse(asked.at(-1)?.filter ?? 'null')
const tab = (name: RegExp) => within(screen.getByRole('navigation', { name: 'Views' })).getByRole('button', { name })

test('the page opens with my default view, and the URL stays short', async () => {
  const mine = savedView()
  savedAre([mine], mine.id)
  const { router } = openApp('/products')
  await screen.findByRole('link', { name: 'Desk lamp' })
  expect(lastFilter()).toEqual(cheap)
  expect(asked).toHaveLength(1)
  expect(tab(/^Cheap ones/).getAttribute('aria-current')).toBe('true')
  expect(router.state.location.search).toBe('')
})

test('every view says how many products it has', async () => {
  answer(viewsContract.counts, () => ({ counts: { all: 1240, open: 12 } }))
  openApp('/products')
  await waitFor(() => expect(tab(/^All/).textContent).toBe('All1,240'))
  expect(tab(/^Open items/).textContent).toBe('Open items12')
})

test('a shared link shows a teammate the same rows, in the same order', async () => {
  const theirs = savedView({ is_mine: false, is_shared: true })
  savedAre([theirs])
  openApp(`/products?view=${theirs.id}&sort=title`)
  await screen.findByRole('link', { name: 'Desk lamp' })
  expect(lastFilter()).toEqual(cheap)
  expect(asked.at(-1)?.sort).toBe('title')
  expect(within(tab(/^Cheap ones/)).getByLabelText('Shared')).toBeTruthy()
})

test('the link of my own view carries its rows, because no one else can open the view', async () => {
  const mine = savedView()
  savedAre([mine])
  const { user } = openApp(`/products?view=${mine.id}`)
  await screen.findByRole('link', { name: 'Desk lamp' })
  await user.click(screen.getByRole('button', { name: 'View' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Copy link' }))
  await screen.findByText('The link is copied')
  const link = new URL(await navigator.clipboard.readText())
  expect(link.searchParams.get('view')).toBe('all')
  expect(JSON.parse(link.searchParams.get('filter') ?? '')).toEqual(cheap)
})

test('changes of a view are saved as a new one, and its name is asked for once', async () => {
  const created: unknown[] = []
  answer(viewsContract.create, ({ body }) => {
    created.push(body)
    const lamps = savedView({ name: body.name, state: ViewState.parse(body.state) })
    savedAre([lamps])
    return lamps
  })
  const { user } = openApp('/products?search=lamp')
  await screen.findByRole('link', { name: 'Desk lamp' })
  await user.click(screen.getByRole('button', { name: 'Save as new' }))
  const dialog = await screen.findByRole('dialog', { name: 'Save as a new view' })
  await user.click(within(dialog).getByRole('button', { name: 'Save view' }))
  expect(within(dialog).getByRole('alert').textContent).toBe('Give the view a name.')
  await user.type(within(dialog).getByLabelText('Name'), 'Lamps')
  await user.click(within(dialog).getByRole('checkbox'))
  await user.click(within(dialog).getByRole('button', { name: 'Save view' }))
  await screen.findByText('The view “Lamps” is saved')
  expect(created).toEqual([expect.objectContaining({ name: 'Lamps', is_shared: true })])
  expect(created).toEqual([expect.objectContaining({ state: expect.objectContaining({ search: 'lamp' }) })])
  await waitFor(() => expect(tab(/^Lamps/).getAttribute('aria-current')).toBe('true'))
})

test('a taken name is reported in the dialog, which keeps the typed text', async () => {
  answer(viewsContract.create, () => {
    throw new FakeProblem('name_taken')
  })
  const { user } = openApp('/products?search=lamp')
  await screen.findByRole('link', { name: 'Desk lamp' })
  await user.click(screen.getByRole('button', { name: 'Save as new' }))
  const dialog = await screen.findByRole('dialog', { name: 'Save as a new view' })
  await user.type(within(dialog).getByLabelText('Name'), 'Lamps{Enter}')
  await within(dialog).findByRole('alert')
  expect(within(dialog).getByLabelText<HTMLInputElement>('Name').value).toBe('Lamps')
})

test('Reset restores the saved view', async () => {
  const mine = savedView()
  savedAre([mine])
  const { user, router } = openApp(`/products?view=${mine.id}&search=lamp&sort=title`)
  await user.click(await screen.findByRole('button', { name: 'Reset' }))
  await waitFor(() => expect(router.state.location.search).toBe(`?view=${mine.id}`))
  expect(screen.queryByRole('button', { name: 'Reset' })).toBeNull()
})

test('a deleted view is restored with Undo', async () => {
  const mine = savedView()
  savedAre([mine])
  answer(viewsContract.remove, () => {
    savedAre([])
    return { id: mine.id }
  })
  const again: unknown[] = []
  answer(viewsContract.create, ({ body }) => {
    again.push(body)
    return savedView()
  })
  const { user } = openApp(`/products?view=${mine.id}`)
  await screen.findByRole('link', { name: 'Desk lamp' })
  await user.click(screen.getByRole('button', { name: 'View' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Delete view' }))
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(again).toEqual([{ name: mine.name, is_shared: false, state: mine.state }]))
})

test("another member's view cannot be saved or deleted", async () => {
  const theirs = savedView({ is_mine: false, is_shared: true })
  savedAre([theirs])
  const { user } = openApp(`/products?view=${theirs.id}&search=lamp`)
  await screen.findByRole('button', { name: 'Save as new' })
  expect(screen.queryByRole('button', { name: 'Save' })).toBeNull()
  await user.click(screen.getByRole('button', { name: 'View' }))
  await screen.findByRole('menuitem', { name: 'Copy link' })
  expect(screen.queryByRole('menuitem', { name: 'Delete view' })).toBeNull()
})

test('a view can become my default view', async () => {
  const chosen: unknown[] = []
  answer(viewsContract.setDefault, ({ body }) => {
    chosen.push(body.view)
    return { default_view: body.view }
  })
  const { user } = openApp('/products?view=open')
  await screen.findByRole('link', { name: 'Desk lamp' })
  await user.click(screen.getByRole('button', { name: 'View' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Open Products with this view' }))
  await screen.findByText('Products open with “Open items” from now on')
  expect(chosen).toEqual(['open'])
})
