// @vitest-environment happy-dom
import { screen } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleProduct } from '#app/testing/samples.ts'
import { productsContract } from '#core/products/contract.ts'
import { exportsContract } from '#core/products/exports.ts'

beforeEach(() => {
  startWorld()
  answer(productsContract.list, () => ({ items: [sampleProduct()], next_cursor: null, total: 1 }))
})

const choose = async (user: ReturnType<typeof openApp>['user'], name: string) => {
  await user.click(await screen.findByRole('button', { name: 'More for products' }))
  await user.click(await screen.findByRole('menuitem', { name }))
}

test('the list on screen is saved as a file: the same search and order, the shown columns', async () => {
  const asked = vi.fn()
  answer(exportsContract.products, ({ query }) => {
    asked(query)
    return { filename: 'products.csv', content_type: 'text/csv', bytes: new TextEncoder().encode('ASIN\r\n') }
  })
  const saved = vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:x')
  const { user } = openApp('/products?search=lamp&sort=title')
  await choose(user, 'Export view as CSV')
  await vi.waitFor(() => expect(saved).toHaveBeenCalled())
  expect(asked.mock.calls[0]?.[0]).toMatchObject({ search: 'lamp', sort: 'title', format: 'csv' })
  expect(asked.mock.calls[0]?.[0].columns).toMatch(/^image_url,title,/)
  const [file] = saved.mock.calls[0] ?? []
  expect(file instanceof Blob && (await file.text())).toBe('ASIN\r\n')
})

test('the API chooses all columns; a refusal is shown', async () => {
  answer(exportsContract.products, ({ query }) => {
    expect(query.columns).toBeUndefined()
    throw new FakeProblem('invalid_input', {
      detail: 'This view has more than 50,000 products. Narrow it by a filter.',
    })
  })
  const { user } = openApp('/products')
  await choose(user, 'Export all columns as Excel')
  await screen.findByText('Nothing was exported.')
  expect(screen.getByText(/Narrow it by a filter/)).toBeTruthy()
})
