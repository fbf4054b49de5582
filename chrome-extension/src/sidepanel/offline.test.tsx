// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { toast } from 'sonner'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { InfluencerTask, TaskGroup } from '#core/tasks/schema.ts'
import { Toaster } from '#ui/toasts/toaster.tsx'
import { type FakeChrome, installFakeChrome } from '../../testing/fake-chrome.ts'
import { type FakeServer, startFakeServer } from '../../testing/fake-server.ts'
import { samplePanel } from '../../testing/sample-panel.ts'
import { sampleGroup, sampleSession, sampleTask } from '../../testing/samples.ts'
import { sessionItem } from '../storage/items.ts'
import { App } from './app.tsx'
import { createQueryClient } from './query-client.ts'

const PANEL = 'GET /api/influencer-tasks/panel'
const TITLE = '“Lamp” & <b>co</b> 👩‍👩‍👧'
const NAME = 'B0C1234567 in US'
let fake: FakeChrome
let server: FakeServer
let task: InfluencerTask
let groups: TaskGroup[]

beforeEach(async () => {
  fake = installFakeChrome()
  server = startFakeServer()
  task = sampleTask({ title: TITLE })
  const german = sampleTask({ asin: 'B0D1234567', marketplace: 'DE', title: 'Tent', missing: ['needs_dub'] })
  groups = [
    sampleGroup({ title: TITLE, tasks: [task] }),
    sampleGroup({ key: 'tent', title: 'Tent', search_asin: 'B0D1234567', tasks: [german] }),
  ]
  server.on(PANEL, () => ({ body: samplePanel(groups, { pace: { today: 5, usual: 4 } }) }))
  await sessionItem.write(sampleSession())
})
afterEach(() => {
  toast.dismiss()
  cleanup()
})

/** The panel as a new window, which has nothing in memory. */
function openWindow() {
  const client = createQueryClient()
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } })
  const view = render(
    <QueryClientProvider client={client}>
      <App />
      <Toaster room="panel" />
    </QueryClientProvider>,
  )
  return { user: userEvent.setup(), view }
}

test('opening and refreshing is one request each, and the pace is a fact', async () => {
  const { user } = openWindow()
  await screen.findByRole('listitem', { name: TITLE })
  expect(await screen.findByText('5 uploads today · usually 4')).toBeDefined()
  expect(server.requests).toEqual([PANEL])
  await user.click(screen.getByRole('button', { name: 'Refresh' }))
  await waitFor(() => expect(server.requests).toEqual([PANEL, PANEL]))
})

test('an offline start with an expired token shows the list of the last time and stays signed in', async () => {
  const first = openWindow()
  await screen.findByRole('listitem', { name: TITLE })
  first.view.unmount()
  await sessionItem.write(sampleSession({ expires_at_ms: Date.now() - 1000 }))
  server.goOffline()
  const { user } = openWindow()
  expect(await screen.findByRole('listitem', { name: TITLE })).toBeDefined()
  expect(await screen.findByText(/Could not refresh/)).toBeDefined()
  expect(await sessionItem.read()).toMatchObject({ state: 'signed_in' })
  // Filters work on what is known.
  await user.selectOptions(screen.getByLabelText('What is missing'), 'Needs a dub')
  await waitFor(() => expect(screen.queryByRole('listitem', { name: TITLE })).toBeNull())
  expect(screen.getByRole('listitem', { name: 'Tent' }).textContent).toContain('Needs German')
})

test('a completion without network shows at once, in every window, and is sent when the network is back', async () => {
  const first = openWindow()
  await first.user.click(await screen.findByRole('button', { name: TITLE }))
  server.goOffline()
  await first.user.click(screen.getByRole('button', { name: `Complete ${NAME}` }))
  expect(await screen.findByText('Waiting to be sent')).toBeDefined()
  expect(await screen.findByText('1 waiting to be sent')).toBeDefined()
  first.view.unmount()
  const { user } = openWindow()
  const row = await screen.findByRole('listitem', { name: TITLE })
  expect(within(row).getByText('All done')).toBeDefined()
  const keys: (string | null)[] = []
  server.on(`PATCH /api/influencer-tasks/${task.id}`, ({ body, headers }) => {
    keys.push(headers.get('idempotency-key'))
    const { completion } = body as { completion: { id: string; at: string } } // safe: our own client sent it
    return { body: { ...task, status: 'completed', completed_at: completion.at, completion_id: completion.id } }
  })
  server.goOnline()
  await user.click(screen.getByRole('button', { name: 'Send now' }))
  await waitFor(() => expect(screen.queryByText('1 waiting to be sent')).toBeNull())
  expect(keys).toHaveLength(1)
})

test('a task that a teammate completed before says who and when, until it is read', async () => {
  const at = new Date(Date.now() - 3 * 60_000).toISOString()
  server.on(`PATCH /api/influencer-tasks/${task.id}`, () => ({
    body: {
      ...task,
      status: 'completed',
      completed_at: at,
      completed_by: crypto.randomUUID(),
      completed_by_name: 'Mia',
      completion_id: crypto.randomUUID(),
    },
  }))
  const { user } = openWindow()
  await user.click(await screen.findByRole('button', { name: TITLE }))
  await user.click(screen.getByRole('button', { name: `Complete ${NAME}` }))
  expect(await screen.findByText(new RegExp(`^Mia already completed ${NAME} 3 min.* ago\\.$`))).toBeDefined()
  await user.click(screen.getByRole('button', { name: `Dismiss the message about ${NAME}` }))
  await waitFor(() => expect(screen.queryByText(/already completed/)).toBeNull())
})

test('after completing, a link to a page of that country may be added, and no other', async () => {
  const bodies: unknown[] = []
  let saved = task
  server.on(`PATCH /api/influencer-tasks/${task.id}`, ({ body }) => {
    bodies.push(body)
    const { completion, ...change } = body as { completion?: { id: string; at: string } } // safe: our own client sent it
    saved = { ...saved, ...change, ...(completion && { completed_at: completion.at, completion_id: completion.id }) }
    return { body: saved }
  })
  const { user } = openWindow()
  await user.click(await screen.findByRole('button', { name: TITLE }))
  await user.click(screen.getByRole('button', { name: `Complete ${NAME}` }))
  await user.click(await screen.findByRole('button', { name: `Add page link of ${NAME}` }))
  const field = screen.getByLabelText('Link to the page on amazon.com (optional)')
  await user.type(field, 'https://www.amazon.de/vdp/1{Enter}')
  expect((await screen.findByRole('alert')).textContent).toBe('Enter an https link to a page of amazon.com.')
  await user.clear(field)
  await user.type(field, 'www.amazon.com/vdp/1{Enter}')
  expect(await screen.findByRole('link', { name: 'https://www.amazon.com/vdp/1' })).toBeDefined()
  await waitFor(() => expect(bodies.at(-1)).toEqual({ page_url: 'https://www.amazon.com/vdp/1' }))
})

test('a worker that was killed at the click: this window sends', async () => {
  let count = 0
  server.on(`PATCH /api/influencer-tasks/${task.id}`, () => {
    count += 1
    return { body: { ...task, status: 'skipped' } }
  })
  const { user } = openWindow()
  await user.click(await screen.findByRole('button', { name: TITLE }))
  fake.killWorker()
  await user.click(screen.getByRole('button', { name: `Skip ${NAME}` }))
  await waitFor(() => expect(count).toBe(1))
  await waitFor(() => expect(screen.queryByText('Waiting to be sent')).toBeNull())
})
