// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { dayFromToday } from '#app/lib/days.ts'
import { answer } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ana, sampleProduct } from '#app/testing/samples.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import { productsContract } from '#core/products/contract.ts'
import type { SourcedProduct } from '#core/products/schema.ts'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { videosContract } from '#core/videos/contract.ts'

const today = dayFromToday(0, ana.time_zone)
let lamp: SourcedProduct
let sent: { changes: unknown; ifMatch: string | undefined }[]

beforeEach(() => {
  startWorld()
  lamp = sampleProduct({ follow_up_date: dayFromToday(-2, ana.time_zone), follow_up_note: 'Ask for the box' })
  sent = []
  answer(productsContract.list, ({ query }) => {
    const isDue =
      String(query.filter).includes('follow_up_date') && lamp.follow_up_date !== null && lamp.follow_up_date <= today
    return { items: isDue ? [lamp] : [], next_cursor: null, total: isDue ? 1 : 0 }
  })
  answer(productsContract.update, ({ body, headers }) => {
    const { follow_up_date = lamp.follow_up_date, follow_up_note = lamp.follow_up_note } = body
    sent.push({ changes: body, ifMatch: headers.get('if-match') ?? undefined })
    lamp = { ...lamp, follow_up_date, follow_up_note }
    return lamp
  })
  answer(shipmentsContract.list, () => ({ items: [], next_cursor: null }))
  answer(videosContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null }))
  answer(correlationsContract.list, () => ({ items: [], next_cursor: null }))
})

const card = () => screen.findByRole('region', { name: /Follow-ups due/ })

test('home lists due follow-ups, since when and why, and finishes them in place', async () => {
  openApp('/')
  const row = await within(await card()).findByRole('listitem')
  expect(row.textContent).toMatch(/Desk lampSince .* · Ask for the box/)
  await userEvent.click(within(row).getByRole('button', { name: 'Done: Desk lamp' }))
  await within(await card()).findByText(/Nothing is due/)
  expect(sent).toEqual([{ changes: { follow_up_date: null, follow_up_note: null }, ifMatch: lamp.updated_at }])
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }))
  expect((await within(await card()).findByRole('listitem')).textContent).toContain('Ask for the box')
})

test('a follow-up is postponed without opening the product, by keyboard alone', async () => {
  openApp('/')
  const button = await within(await card()).findByRole('button', { name: 'Put off Desk lamp' })
  button.focus()
  await userEvent.keyboard('{Enter}')
  await screen.findByRole('menuitem', { name: 'In a week' })
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{Enter}')
  await within(await card()).findByText(/Nothing is due/)
  expect(sent[0]?.changes).toEqual({ follow_up_date: dayFromToday(7, ana.time_zone) })
})
