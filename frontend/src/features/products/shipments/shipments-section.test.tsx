// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeOutage, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleShipment } from '#app/testing/sample-shipment.ts'
import { sampleProduct } from '#app/testing/samples.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { type Shipment, shipmentsContract } from '#core/products/shipments/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { videosContract } from '#core/videos/contract.ts'

const lamp = sampleProduct()
const NUMBER = '1Z9990000000000001'

beforeEach(() => {
  startWorld()
  answer(productsContract.list, () => ({ items: [lamp], next_cursor: null, total: 1 }))
  answer(productsContract.get, () => lamp)
  answer(videosContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null }))
  answer(correlationsContract.list, () => ({ items: [], next_cursor: null }))
})

const following = (...items: Shipment[]) => answer(shipmentsContract.list, () => ({ items, next_cursor: null }))
const openShipments = async () => {
  const app = openApp(`/products/${lamp.id}`)
  return { ...app, section: within(await screen.findByRole('region', { name: 'Shipments' })) }
}

test('a shipment says where it is, when it is expected, and on demand what happened', async () => {
  following(sampleShipment(lamp))
  const { user, section } = await openShipments()
  await section.findByText(NUMBER)
  section.getByText('In transit')
  section.getByText('Expected Nov 25, 2026')
  expect(section.queryByRole('list', { name: `What happened to ${NUMBER}` })).toBeNull()
  const history = section.getByRole('button', { name: `History of ${NUMBER}` })
  await user.click(history)
  expect(history.getAttribute('aria-expanded')).toBe('true')
  const events = within(section.getByRole('list', { name: `What happened to ${NUMBER}` })).getAllByRole('listitem')
  expect(events.map((event) => event.textContent?.slice(0, 8))).toEqual(['Departed', 'Label cr'])
})

test('a number is added as it was pasted, and its carrier is detected', async () => {
  following()
  const bodies: unknown[] = []
  answer(shipmentsContract.create, ({ body }) => {
    bodies.push(body)
    const shipment = sampleShipment(lamp, { carrier_slug: null, tag: null, checkpoints: [], eta: null })
    following(shipment)
    return shipment
  })
  const { user, section } = await openShipments()
  await section.findByText(/becomes In Transit and Delivered automatically/)
  await user.click(section.getByRole('button', { name: 'Add shipment' }))
  await user.type(section.getByLabelText('Tracking number'), '???{Enter}')
  await section.findByText('Enter the number as the carrier printed it.')
  await user.clear(section.getByLabelText('Tracking number'))
  await user.type(section.getByLabelText('Tracking number'), '1z999-0000000000 001{Enter}')
  await section.findByText('Asking AfterShip')
  expect(bodies).toEqual([{ product_id: lamp.id, tracking_number: NUMBER }])
})

test('an existing number is reported in the form, which keeps the typed text', async () => {
  following()
  answer(shipmentsContract.create, () => {
    throw new FakeProblem('shipment_exists')
  })
  const { user, section } = await openShipments()
  await user.click(await section.findByRole('button', { name: 'Add shipment' }))
  await user.type(section.getByLabelText('Tracking number'), NUMBER)
  await user.type(section.getByLabelText('Carrier, if you know it'), 'UPS{Enter}')
  await section.findByText(/already in your workspace/)
  expect(section.getByLabelText<HTMLInputElement>('Tracking number').value).toBe(NUMBER)
})

test('a removed shipment is restored with Undo, with its carrier', async () => {
  const shipment = sampleShipment(lamp)
  following(shipment)
  answer(shipmentsContract.remove, () => {
    following()
    return { id: shipment.id }
  })
  const bodies: unknown[] = []
  answer(shipmentsContract.create, ({ body }) => {
    bodies.push(body)
    following(shipment)
    return shipment
  })
  const { user, section } = await openShipments()
  await user.click(await section.findByRole('button', { name: `Remove ${NUMBER}` }))
  await user.click(await screen.findByRole('button', { name: 'Undo' }))
  await waitFor(() => expect(bodies).toEqual([{ product_id: lamp.id, tracking_number: NUMBER, carrier_slug: 'ups' }]))
  await section.findByText(NUMBER)
})

test('refresh shows the new state', async () => {
  const shipment = sampleShipment(lamp)
  following(shipment)
  answer(shipmentsContract.refresh, () => {
    following({ ...shipment, tag: 'Delivered' })
    return { ...shipment, registration: 'waiting' as const }
  })
  const { user, section } = await openShipments()
  await user.click(await section.findByRole('button', { name: `Refresh ${NUMBER}` }))
  await section.findByText('Delivered')
})

test('a shipment that is not tracked says why, and what to do', async () => {
  following(
    sampleShipment(lamp, { tag: null, checkpoints: [], registration: 'failed', registration_error: 'carrier_unknown' }),
  )
  const { section } = await openShipments()
  await section.findByText('Not followed')
  section.getByText(/add it again with its carrier/)
})

test('shipments that could not be loaded can be loaded again', async () => {
  answer(shipmentsContract.list, () => {
    throw new FakeOutage()
  })
  const { user, section } = await openShipments()
  await section.findByText("The shipments couldn't be loaded")
  following(sampleShipment(lamp))
  await user.click(section.getByRole('button', { name: 'Try again' }))
  await section.findByText(NUMBER)
})
