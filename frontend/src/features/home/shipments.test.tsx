// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleShipment } from '#app/testing/sample-shipment.ts'
import { sampleProduct } from '#app/testing/samples.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { videosContract } from '#core/videos/contract.ts'

const lamp = sampleProduct()
const kettle = sampleProduct({ title: 'Kettle' })

beforeEach(() => {
  startWorld()
  answer(productsContract.list, () => ({ items: [lamp], next_cursor: null, total: 1 }))
  answer(videosContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null }))
  answer(correlationsContract.list, () => ({ items: [], next_cursor: null }))
})

test('home says which shipments arrive when, and which arrived this week', async () => {
  answer(shipmentsContract.list, ({ query }) => ({
    items: [query.state === 'arriving' ? sampleShipment(lamp) : sampleShipment(kettle, { tag: 'Delivered' })],
    next_cursor: null,
  }))
  openApp('/')
  const arriving = within(await screen.findByRole('list', { name: 'Arriving' })).getByRole('link')
  expect(arriving.textContent).toContain('Desk lampExpected Nov 25, 2026')
  expect(arriving.getAttribute('href')).toBe(`/products/${lamp.id}`)
  const delivered = within(screen.getByRole('list', { name: 'Delivered this week' })).getByRole('link')
  expect(delivered.textContent).toContain('Kettle')
  expect(delivered.textContent).toContain('Delivered')
})

test('without shipments, home says how to track one', async () => {
  answer(shipmentsContract.list, () => ({ items: [], next_cursor: null }))
  openApp('/')
  await screen.findByText('Add a tracking number to a product to track its shipment here.')
})
