// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { dayFromToday } from '#app/lib/days.ts'
import { answer } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ana, sampleProduct } from '#app/testing/samples.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import { crmListsContract } from '#core/products/lists/contract.ts'
import type { CrmField, CrmFieldKind } from '#core/products/lists/schema.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { videosContract } from '#core/videos/contract.ts'

const AT = '2026-11-20T09:30:00+00:00'
const entry = (name: string, position: number) => ({
  id: crypto.randomUUID(),
  name,
  position,
  is_hidden: false,
  updated_at: AT,
})
const owner = (name: string, position: number) => ({
  ...entry(name, position),
  color: '#EA580C',
  email: null,
  title_prefix: '',
})
const [mia, tom, zoe] = [owner('Mia', 1), owner('Tom', 2), { ...owner('Zoe', 3), is_hidden: true }]
const field = (name: string, kind: CrmFieldKind, more: Partial<CrmField> = {}): CrmField => ({
  ...entry(name, 1),
  kind,
  options: [],
  ...more,
})
const small = { id: crypto.randomUUID(), name: 'Small', color: '#3B82F6' }
const fields = [
  field('Shelf', 'text'),
  field('Weight', 'number'),
  field('Deposit', 'money'),
  field('Contract ends', 'date'),
  field('Box', 'select', { options: [small] }),
  field('Fragile', 'checkbox'),
  field('Page', 'url'),
]
let lamp: SourcedProduct
let sent: unknown[]

beforeEach(() => {
  startWorld()
  lamp = sampleProduct()
  sent = []
  answer(crmListsContract.owners.list, () => ({ items: [mia, tom, zoe] }))
  answer(crmListsContract.fields.list, () => ({ items: fields }))
  answer(productsContract.list, () => ({ items: [lamp], next_cursor: null, total: 1 }))
  answer(productsContract.get, () => lamp)
  answer(productsContract.activity, () => ({ items: [], next_cursor: null }))
  answer(productsContract.update, ({ body }) => {
    sent.push(body)
    if (body.follow_up_date !== undefined) lamp = { ...lamp, follow_up_date: body.follow_up_date }
    return lamp
  })
  answer(videosContract.list, () => ({ items: [], next_cursor: null }))
  answer(shipmentsContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null }))
  answer(correlationsContract.list, () => ({ items: [], next_cursor: null }))
})

async function details(): Promise<HTMLElement> {
  openApp(`/products/${lamp.id}`)
  return screen.findByRole('region', { name: 'Details' })
}

test('owners are added from the list without hidden ones, and the first is primary', async () => {
  const section = await details()
  await userEvent.click(within(section).getByRole('button', { name: 'Add owner' }))
  const options = await screen.findAllByRole('option')
  expect(options.map(({ textContent }) => textContent)).toEqual(['Mia', 'Tom'])
  await userEvent.keyboard('to{Enter}')
  await waitFor(() => expect(sent).toEqual([{ owners: [{ owner_id: tom.id, is_primary: true, share_bps: null }] }]))
})

test('another owner becomes primary, and after the primary is removed the next one is', async () => {
  lamp = sampleProduct({
    owners: [
      { owner_id: mia.id, is_primary: true, share_bps: 6000 },
      { owner_id: tom.id, is_primary: false, share_bps: null },
    ],
  })
  const section = await details()
  await userEvent.click(await within(section).findByRole('button', { name: 'Make Tom the primary owner' }))
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({
    owners: [
      { owner_id: mia.id, is_primary: false },
      { owner_id: tom.id, is_primary: true },
    ],
  })
  await userEvent.click(within(section).getByRole('button', { name: 'Remove Mia' }))
  await waitFor(() => expect(sent).toHaveLength(2))
  expect(sent[1]).toMatchObject({ owners: [{ owner_id: tom.id, is_primary: true }] })
})

test('shares of more than 100% together are explained and not saved', async () => {
  lamp = sampleProduct({
    owners: [
      { owner_id: mia.id, is_primary: true, share_bps: 6000 },
      { owner_id: tom.id, is_primary: false, share_bps: null },
    ],
  })
  const section = await details()
  const share = await within(section).findByRole('textbox', { name: 'Share of Tom, %' })
  await userEvent.type(share, '41{Enter}')
  expect(within(section).getByRole('alert').textContent).toContain('At most 40%')
  expect(sent).toEqual([])
  await userEvent.clear(share)
  await userEvent.type(share, '37.5{Enter}')
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]).toMatchObject({ owners: [{ share_bps: 6000 }, { share_bps: 3750 }] })
})

test('a follow-up is set with one press, noted, and done with another', async () => {
  const section = await details()
  await userEvent.click(within(section).getByRole('button', { name: 'Follow up in a week' }))
  await waitFor(() => expect(sent).toEqual([{ follow_up_date: dayFromToday(7, ana.time_zone) }]))
  const note = await within(section).findByRole('textbox', { name: 'Follow-up note' })
  await userEvent.type(note, 'Ask again{Enter}')
  await waitFor(() => expect(sent[1]).toEqual({ follow_up_note: 'Ask again' }))
})

test('each kind of custom field is written in its own form', async () => {
  const section = await details()
  const write = async (label: string, text: string) => {
    const input = await within(section).findByLabelText(label)
    await userEvent.type(input, `${text}{Enter}`)
    await waitFor(() => expect(sent).toHaveLength(1))
    return sent.pop()
  }
  const [shelf, weight, deposit, contract, , fragile, page] = fields.map(({ id }) => id)
  expect(await write('Shelf', 'A1')).toEqual({ custom_values: { [String(shelf)]: 'A1' } })
  expect(await write('Weight', '1,5')).toEqual({ custom_values: { [String(weight)]: 1.5 } })
  expect(await write('Deposit, USD', '24.90')).toEqual({ custom_values: { [String(deposit)]: 2490 } })
  expect(await write('Contract ends', '2027-01-31')).toEqual({ custom_values: { [String(contract)]: '2027-01-31' } })
  expect(await write('Page', 'https://example.com/x')).toEqual({
    custom_values: { [String(page)]: 'https://example.com/x' },
  })
  await userEvent.click(within(section).getByRole('checkbox', { name: 'Fragile' }))
  await waitFor(() => expect(sent).toEqual([{ custom_values: { [String(fragile)]: true } }]))
})

test('a value that does not match its custom field is explained and not saved', async () => {
  const section = await details()
  const complain = async (label: string, text: string) => {
    const input = await within(section).findByLabelText(label)
    await userEvent.type(input, `${text}{Enter}`)
    const words = within(section).getByRole('alert').textContent
    await userEvent.type(input, '{Escape}')
    return words
  }
  expect(await complain('Page', 'javascript:alert(1)')).toContain('Enter a full link')
  expect(await complain('Weight', 'heavy')).toContain('Enter a number')
  expect(sent).toEqual([])
})
