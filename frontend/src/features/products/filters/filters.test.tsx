// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ordered, sampleProduct, sourcing } from '#app/testing/samples.ts'
import { productsContract } from '#core/products/contract.ts'
import type { ProductFilter } from '#core/products/filters.ts'

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
const addressOf = (filter: ProductFilter) => `/products?filter=${encodeURIComponent(JSON.stringify(filter))}`

test('a filter is made with the keyboard alone and reads as a sentence', async () => {
  const { user } = openApp('/products')
  const button = await screen.findByRole('button', { name: 'Filter' })
  button.focus()
  await user.keyboard('{Enter}')
  await screen.findByRole('combobox', { name: 'Filter by' })
  await user.keyboard('status{Enter}')
  await screen.findByRole('combobox', { name: 'Status' })
  screen.getByRole('combobox', { name: 'Status' }).focus()
  await user.keyboard('order{Enter}{Escape}')
  await screen.findByRole('button', { name: 'Status is any of Ordered' })
  expect(lastFilter()).toEqual({
    match: 'all',
    rules: [{ field: 'status_id', operator: 'is_any_of', value: [ordered.id] }],
  })
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Filter' })))
})

test('amounts are typed in money and sent in cents', async () => {
  const rule = { field: 'cost_cents', operator: 'at_most', value: 2000 } as const
  const { user } = openApp(addressOf({ match: 'all', rules: [rule] }))
  await user.click(await screen.findByRole('button', { name: 'Cost at most $20.00' }))
  const field = await screen.findByLabelText<HTMLInputElement>('Cost value')
  expect(field.value).toBe('20.00')
  await user.clear(field)
  await user.type(field, '12.50')
  await screen.findByRole('button', { name: 'Cost at most $12.50', hidden: true })
  await waitFor(() => expect(lastFilter().rules).toEqual([{ ...rule, value: 1250 }]))
})

test('two conditions are joined by and, or by or after one press', async () => {
  const rules: ProductFilter['rules'] = [
    { field: 'has_video', operator: 'is', value: false },
    { field: 'status_id', operator: 'is_none_of', value: [sourcing.id] },
  ]
  const { user } = openApp(addressOf({ match: 'all', rules }))
  const filters = await screen.findByRole('group', { name: 'Filters' })
  await within(filters).findByRole('button', { name: 'Status is none of Sourcing' })
  expect(within(filters).getByRole('button', { name: 'Has a video: no' })).toBeTruthy()
  await user.click(within(filters).getByRole('button', { name: 'Match all. Switch to any' }))
  await waitFor(() => expect(lastFilter()).toEqual({ match: 'any', rules }))
})

test('a nested group is joined the other way', async () => {
  const { user } = openApp(addressOf({ match: 'all', rules: [{ field: 'has_video', operator: 'is', value: true }] }))
  await user.click(await screen.findByRole('button', { name: 'Filter' }))
  await user.click(await screen.findByRole('option', { name: 'New group of conditions' }))
  await user.click(await screen.findByRole('option', { name: 'Archived' }))
  await waitFor(() =>
    expect(lastFilter()).toEqual({
      match: 'all',
      rules: [
        { field: 'has_video', operator: 'is', value: true },
        { match: 'any', rules: [{ field: 'is_archived', operator: 'is', value: true }] },
      ],
    }),
  )
})

test('conditions are removed one by one, and all of them at once', async () => {
  const rules: ProductFilter['rules'] = [
    { field: 'has_video', operator: 'is', value: false },
    { field: 'title', operator: 'contains', value: 'lamp' },
  ]
  const { user, router } = openApp(addressOf({ match: 'all', rules }))
  await user.click(await screen.findByRole('button', { name: 'Remove filter: Has a video: no' }))
  await waitFor(() => expect(lastFilter().rules).toHaveLength(1))
  await user.click(screen.getByRole('button', { name: 'Clear filters' }))
  await waitFor(() => expect(router.state.location.search).toBe(''))
})

test('a URL with an unknown filter shows everything instead of failing', async () => {
  openApp('/products?filter=%7Bnonsense&sort=shoe_size&layout=spiral')
  await screen.findByRole('link', { name: 'Desk lamp' })
  expect(asked.at(-1)).not.toHaveProperty('filter')
})

test('a person who keeps typing loses no letter while the list answers', async () => {
  const { user, router } = openApp('/products')
  const field = await screen.findByRole<HTMLInputElement>('searchbox')
  await user.type(field, 'desk lamp')
  expect(field.value).toBe('desk lamp')
  await waitFor(() => expect(router.state.location.search).toBe('?search=desk+lamp'))
  expect(field.value).toBe('desk lamp')
})
