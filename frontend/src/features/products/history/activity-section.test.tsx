// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { answer } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ana, sampleProduct } from '#app/testing/samples.ts'
import { correlationsContract } from '#core/correlations/contract.ts'
import type { ProductActivity } from '#core/products/activity.ts'
import { productsContract } from '#core/products/contract.ts'
import { shipmentsContract } from '#core/products/shipments/contract.ts'
import { tasksContract } from '#core/tasks/contract.ts'
import { videosContract } from '#core/videos/contract.ts'

const lamp = sampleProduct()
const entry = {
  id: '',
  at: '2026-11-20T09:30:00+00:00',
  actor_id: ana.id,
  actor_kind: 'person',
  actor_name: ana.name,
} as const
const fields = {
  ...entry,
  kind: 'fields',
  change_set_id: crypto.randomUUID(),
  change_kind: 'edit',
  product_count: 1,
  undo_of: null,
  undone_by: null,
  can_undo: true,
  before: { brand: null },
  after: { brand: 'Muji' },
} as const
let items: ProductActivity[]
let undone: string[]

beforeEach(() => {
  startWorld()
  undone = []
  answer(productsContract.list, () => ({ items: [lamp], next_cursor: null, total: 1 }))
  answer(productsContract.get, () => lamp)
  answer(productsContract.activity, () => ({
    items: items.map((item) => ({ ...item, id: crypto.randomUUID() })),
    next_cursor: null,
  }))
  answer(productsContract.undoChange, ({ params }) => {
    undone.push(params.id ?? '')
    return { change_set_id: crypto.randomUUID(), reverted: 1, left: [] }
  })
  answer(videosContract.list, () => ({ items: [], next_cursor: null }))
  answer(shipmentsContract.list, () => ({ items: [], next_cursor: null }))
  answer(tasksContract.listGroups, () => ({ groups: [], next_cursor: null }))
  answer(correlationsContract.list, () => ({ items: [], next_cursor: null }))
})

async function timeline(): Promise<HTMLElement> {
  openApp(`/products/${lamp.id}`)
  return screen.findByRole('region', { name: 'Activity' })
}

test('a change shows both values and its person, and can be undone in the sheet', async () => {
  items = [fields]
  const row = await within(await timeline()).findByRole('listitem', { name: 'Brand of B0C1234567' })
  expect(row.textContent).toContain('You')
  expect(row.textContent).toMatch(/Brand.*empty.*Muji/)
  await userEvent.click(within(row).getByRole('button', { name: /Undo/ }))
  await screen.findByText('Undid: brand of B0C1234567')
  expect(undone).toEqual([fields.change_set_id])
})

test('a change of many products says how many an undo restores, and shows what it changed here', async () => {
  items = [{ ...fields, change_kind: 'bulk', product_count: 12, actor_id: crypto.randomUUID(), actor_name: 'Ben' }]
  const row = await within(await timeline()).findByRole('listitem', { name: 'Brand of 12 products' })
  expect(row.textContent).toMatch(/Ben.*empty.*Muji/)
  expect(within(row).getByRole('button', { name: /Undo/ }).textContent).toContain('Undo all 12')
})

test('events of shipments, videos and tasks name who did it: a person, the vendor, or OpSyncPro', async () => {
  const vendor = { ...entry, actor_id: null, actor_kind: 'integration', actor_name: 'AfterShip' } as const
  const job = { ...entry, actor_id: null, actor_kind: 'job', actor_name: 'tasks' } as const
  items = [
    { ...entry, kind: 'task_completed', asin: 'B0C1234567', marketplace: 'DE' },
    { ...job, kind: 'tasks_added', task_count: 3, marketplaces: ['US', 'DE'] },
    { ...entry, kind: 'video_added', filename: 'clip.mp4' },
    { ...vendor, kind: 'shipment_moved', tracking_number: '1Z9', carrier_slug: 'ups', tag: 'OutForDelivery' },
    { ...entry, kind: 'shipment_added', tracking_number: '1Z9', carrier_slug: 'ups' },
  ]
  const rows = await within(await timeline()).findAllByRole('listitem')
  expect(
    rows.map((row) => [row.getAttribute('aria-label'), row.textContent?.match(/You|AfterShip|OpSyncPro/)?.[0]]),
  ).toEqual([
    ['Uploaded to Amazon DE as B0C1234567', 'You'],
    ['3 upload tasks made for US and DE', 'OpSyncPro'],
    ['Video clip.mp4 added', 'You'],
    ['Shipment 1Z9: out for delivery', 'AfterShip'],
    ['Shipment 1Z9 added', 'You'],
  ])
})

test('a post shows its account, its link, and why it failed', async () => {
  const job = { ...entry, actor_id: null, actor_kind: 'job', actor_name: 'social.publish' } as const
  const post = { ...job, post_id: crypto.randomUUID(), account: 'Kitchen finds' } as const
  items = [
    { ...post, kind: 'post_posted', network: 'instagram', permalink: 'https://www.instagram.com/reel/abc/' },
    { ...post, kind: 'post_failed', network: 'youtube', error: 'YouTube refused the title.' },
  ]
  const list = within(await timeline())
  const posted = await list.findByRole('listitem', { name: 'Posted on Instagram as Kitchen finds' })
  expect(within(posted).getByRole('link', { name: 'Open the post' })).toHaveProperty(
    'href',
    'https://www.instagram.com/reel/abc/',
  )
  const failed = list.getByRole('listitem', { name: 'The post on YouTube as Kitchen finds failed' })
  expect(failed.textContent).toContain('YouTube refused the title.')
})
