// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { toast } from 'sonner'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { InfluencerTask, TaskGroup } from '#core/tasks/schema.ts'
import { Toaster } from '#ui/toasts/toaster.tsx'
import { type FakeChrome, installFakeChrome } from '../../testing/fake-chrome.ts'
import { type FakeServer, ORIGIN, problem, type Received, startFakeServer } from '../../testing/fake-server.ts'
import { samplePanel } from '../../testing/sample-panel.ts'
import { sampleGroup, sampleSession, sampleTask } from '../../testing/samples.ts'
import { sessionItem } from '../storage/items.ts'
import { App } from './app.tsx'
import { createQueryClient } from './query-client.ts'

const PANEL = 'GET /api/influencer-tasks/panel'
let fake: FakeChrome
let server: FakeServer
let groups: TaskGroup[]

beforeEach(async () => {
  fake = installFakeChrome()
  server = startFakeServer()
  groups = [sampleGroup()]
  server.on(PANEL, ({ url }) => {
    const country = url.searchParams.get('marketplace')
    const search = url.searchParams.get('search')
    const fitting = groups.filter(
      ({ title, tasks }) =>
        (!country || tasks.some(({ marketplace }) => marketplace === country)) &&
        (!search || title?.toLowerCase().includes(search.toLowerCase())),
    )
    return { body: samplePanel(fitting) }
  })
})
afterEach(() => {
  toast.dismiss()
  cleanup()
})

async function openPanel(session = sampleSession()) {
  await sessionItem.write(session)
  return openSignedOut()
}

function openSignedOut() {
  const client = createQueryClient()
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } })
  render(
    <QueryClientProvider client={client}>
      <App />
      <Toaster room="panel" />
    </QueryClientProvider>,
  )
  return userEvent.setup()
}

/** Answers changes of a task and stores what was sent. */
function acceptChanges(task: InfluencerTask, answer?: () => ReturnType<typeof problem>) {
  const sent: Received[] = []
  server.on(`PATCH /api/influencer-tasks/${task.id}`, (received) => {
    sent.push(received)
    return answer ? answer() : { body: { ...task, ...(received.body as Partial<InfluencerTask>) } } // safe: our own client sent it
  })
  return sent
}

const openGroup = async (user: ReturnType<typeof userEvent.setup>) =>
  user.click(await screen.findByRole('button', { name: 'Desk lamp' }))

describe('signing in', () => {
  test('a new person sees the server of the sign-in, and a wrong password as a sentence', async () => {
    server.on('POST /auth/v1/token', () => ({
      status: 400,
      body: { code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' },
    }))
    const user = openSignedOut()
    await user.type(await screen.findByLabelText('Email'), 'ana@example.com')
    await user.type(screen.getByLabelText('Password'), 'wrong')
    await user.click(screen.getByRole('button', { name: 'Sign in' }))
    expect((await screen.findByRole('alert')).textContent).toContain('Wrong email or password.')
    expect(screen.getByText('127.0.0.1:8888')).toBeDefined()
  })

  test('a session that ended says so', async () => {
    await sessionItem.write({ state: 'signed_out', reason: 'expired' })
    openSignedOut()
    expect(await screen.findByText(/Your session ended/)).toBeDefined()
  })

  test('another address is stored only when an OpSyncPro server answers there', async () => {
    const user = openSignedOut()
    await user.click(await screen.findByRole('button', { name: 'Change link' }))
    const field = screen.getByLabelText('Link to your OpSyncPro')
    await user.clear(field)
    await user.type(field, 'http://shop.example')
    await user.click(screen.getByRole('button', { name: 'Save link' }))
    expect((await screen.findByRole('alert')).textContent).toContain('must begin with https')
    server.goOffline()
    await user.clear(field)
    await user.type(field, 'shop.example')
    await user.click(screen.getByRole('button', { name: 'Save link' }))
    expect(await screen.findByText(/No OpSyncPro answered at shop.example/)).toBeDefined()
    server.goOnline()
    await user.click(screen.getByRole('button', { name: 'Save link' }))
    await waitFor(() => expect(fake.local.values.settings).toEqual({ origin: 'https://shop.example' }))
  })

  test('signing out leads back to the sign-in form', async () => {
    const user = await openPanel()
    await user.click(await screen.findByRole('button', { name: 'Account' }))
    await user.click(await screen.findByRole('menuitem', { name: 'Sign out' }))
    expect(await screen.findByRole('button', { name: 'Sign in' })).toBeDefined()
    expect(fake.local.values.session).toEqual({ state: 'signed_out', reason: 'left' })
  })
})

describe('the list', () => {
  test('shows the person and each video with its remaining tasks by marketplace', async () => {
    await openPanel()
    const row = await screen.findByRole('listitem', { name: 'Desk lamp' })
    expect(row.textContent).toContain('B0C1234567')
    expect(within(row).getByRole('list', { name: 'To do by marketplace' }).textContent).toBe('US 1')
    expect(await screen.findByText(/Ana's workspace/)).toBeDefined()
  })

  test('says that it is loading', async () => {
    server.on(PANEL, () => new Promise<never>(() => {}))
    await openPanel()
    expect((await screen.findByRole('status')).textContent).toBe('Loading the tasks')
  })

  test('"nothing to do" differs from "no matches"', async () => {
    const user = await openPanel()
    await screen.findByRole('listitem', { name: 'Desk lamp' })
    await user.type(screen.getByLabelText('Search by title or ASIN'), 'mixer')
    expect(await screen.findByText('There are no tasks to do that match “mixer”.')).toBeDefined()
    groups = []
    await user.click(screen.getByRole('button', { name: 'Show all tasks' }))
    await user.click(screen.getByRole('button', { name: 'Refresh' }))
    expect(await screen.findByText('Nothing to upload')).toBeDefined()
  })

  test('a failure says why and can be tried again', async () => {
    server.on(PANEL, () => problem('database_unavailable'))
    const user = await openPanel()
    expect(await screen.findByText('The database did not answer.')).toBeDefined()
    server.on(PANEL, () => ({ body: samplePanel(groups) }))
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('listitem', { name: 'Desk lamp' })).toBeDefined()
  })

  test('loads again when the panel becomes visible', async () => {
    await openPanel()
    await screen.findByRole('listitem', { name: 'Desk lamp' })
    groups = [sampleGroup({ key: 'tent', title: 'Tent' })]
    act(() => void document.dispatchEvent(new Event('visibilitychange')))
    act(() => void window.dispatchEvent(new Event('visibilitychange')))
    expect(await screen.findByRole('listitem', { name: 'Tent' })).toBeDefined()
  })

  test('loaded tasks stay visible when they cannot be refreshed', async () => {
    const user = await openPanel()
    await screen.findByRole('listitem', { name: 'Desk lamp' })
    server.goOffline()
    await user.click(screen.getByRole('button', { name: 'Refresh' }))
    expect(await screen.findByText(/Could not refresh/)).toBeDefined()
    expect(screen.getByRole('listitem', { name: 'Desk lamp' })).toBeDefined()
  })

  test('follows the Amazon site of the tab until the person chooses a marketplace', async () => {
    groups = [
      sampleGroup(),
      sampleGroup({ key: 'tent', title: 'Tent', tasks: [sampleTask({ marketplace: 'AU', title: 'Tent' })] }),
    ]
    const user = await openPanel()
    await screen.findByRole('listitem', { name: 'Tent' })
    act(() => fake.visit('https://www.amazon.com.au/dp/B0C1234567'))
    await waitFor(() => expect(screen.queryByRole('listitem', { name: 'Desk lamp' })).toBeNull())
    expect(screen.getByRole('listitem', { name: 'Tent' })).toBeDefined()
    await user.selectOptions(screen.getByLabelText('Marketplace'), 'US')
    expect(await screen.findByRole('listitem', { name: 'Desk lamp' })).toBeDefined()
    act(() => fake.visit('https://www.amazon.com.au/'))
    expect(screen.getByRole('listitem', { name: 'Desk lamp' })).toBeDefined()
  })

  test('the owner filter shows the tasks of one owner, and says when there are none', async () => {
    const mia = crypto.randomUUID()
    server.on(PANEL, ({ url }) => {
      const shown = url.searchParams.has('owner_id') ? [] : groups
      return { body: samplePanel(shown, { owners: [{ id: mia, name: 'Mia' }] }) }
    })
    const user = await openPanel()
    const select = await screen.findByRole('combobox', { name: 'Owner' })
    expect(
      within(select)
        .getAllByRole('option')
        .map(({ textContent }) => textContent),
    ).toEqual(['All owners', 'Mia'])
    await user.selectOptions(select, 'Mia')
    expect(await screen.findByText('There are no tasks to do of Mia.')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Show all tasks' }))
    expect(await screen.findByRole('listitem', { name: 'Desk lamp' })).toBeDefined()
  })

  test('a workspace without owners has no owner filter', async () => {
    await openPanel()
    await screen.findByRole('listitem', { name: 'Desk lamp' })
    expect(screen.queryByRole('combobox', { name: 'Owner' })).toBeNull()
  })
})

describe('one video', () => {
  test('each task has its ASIN, marketplace, title and links', async () => {
    const user = await openPanel()
    await openGroup(user)
    const task = screen.getByRole('listitem', { name: 'B0C1234567 in US' })
    expect(task.textContent).toContain('United States')
    await user.click(within(task).getByRole('button', { name: 'Copy title' }))
    expect(await within(task).findByRole('button', { name: /^Copied/ })).toBeDefined()
    expect(await navigator.clipboard.readText()).toBe('A lamp that charges your phone')
    await user.click(within(task).getByRole('link', { name: /Upload page/ }))
    await waitFor(() => expect(fake.openedAddresses).toEqual(['https://www.amazon.com/creatorhub/video/upload']))
  })

  test('completing shows at once, carries its own key and can be undone', async () => {
    const [task] = groups[0]?.tasks ?? []
    if (!task) throw new Error('a group has a task')
    const sent = acceptChanges(task)
    const user = await openPanel()
    await openGroup(user)
    await user.click(screen.getByRole('button', { name: 'Complete B0C1234567 in US' }))
    expect(await screen.findByText('Completed')).toBeDefined()
    await user.click(await screen.findByRole('button', { name: 'Undo' }))
    expect(await screen.findByRole('button', { name: 'Complete B0C1234567 in US' })).toBeDefined()
    await waitFor(() =>
      expect(sent.map(({ body }) => body)).toMatchObject([{ status: 'completed' }, { status: 'pending' }]),
    )
    const keys = sent.map(({ headers }) => headers.get('idempotency-key'))
    expect(new Set(keys).size).toBe(2)
    expect(keys).not.toContain(null)
  })

  test.each(['Complete', 'Skip'])('a double click on %s counts once and is not undone', async (name) => {
    const [task] = groups[0]?.tasks ?? []
    if (!task) throw new Error('a group has a task')
    const sent = acceptChanges(task)
    const user = await openPanel()
    await openGroup(user)
    const pressed = screen.getByRole('button', { name: `${name} B0C1234567 in US` })
    fireEvent.click(pressed, { detail: 1 })
    fireEvent.click(pressed, { detail: 2 })
    fireEvent.click(await screen.findByRole('button', { name: 'Undo B0C1234567 in US' }), { detail: 2 })
    fireEvent.click(await screen.findByRole('button', { name: 'Undo' }), { detail: 3 })
    expect(await screen.findByText(name === 'Skip' ? 'Skipped' : 'Completed')).toBeDefined()
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent.map(({ body }) => body)).toMatchObject([{ status: name === 'Skip' ? 'skipped' : 'completed' }])
  })

  test('skipping can be undone in its row', async () => {
    const [task] = groups[0]?.tasks ?? []
    if (!task) throw new Error('a group has a task')
    const sent = acceptChanges(task)
    const user = await openPanel()
    await openGroup(user)
    await user.click(screen.getByRole('button', { name: 'Skip B0C1234567 in US' }))
    expect(await screen.findByText('Skipped')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Undo B0C1234567 in US' }))
    expect(await screen.findByRole('button', { name: 'Skip B0C1234567 in US' })).toBeDefined()
    await waitFor(() => expect(sent.map(({ body }) => body)).toEqual([{ status: 'skipped' }, { status: 'pending' }]))
  })

  test('a completion whose answer was lost is sent again with the same key', async () => {
    const [task] = groups[0]?.tasks ?? []
    if (!task) throw new Error('a group has a task')
    const keys: (string | null)[] = []
    server.on(`PATCH /api/influencer-tasks/${task.id}`, ({ headers }) => {
      keys.push(headers.get('idempotency-key'))
      if (keys.length === 1) throw new TypeError('Failed to fetch')
      return { body: { ...task, status: 'completed' } }
    })
    const user = await openPanel()
    await openGroup(user)
    await user.click(screen.getByRole('button', { name: 'Complete B0C1234567 in US' }))
    await waitFor(() => expect(keys).toHaveLength(2), { timeout: 5000 })
    expect(await screen.findByText('B0C1234567 in US completed')).toBeDefined()
    expect(keys[1]).toBe(keys[0])
  })

  test('a completion that fails is restored and says why', async () => {
    const [task] = groups[0]?.tasks ?? []
    if (!task) throw new Error('a group has a task')
    acceptChanges(task, () => problem('task_claimed'))
    const user = await openPanel()
    await openGroup(user)
    await user.click(screen.getByRole('button', { name: 'Complete B0C1234567 in US' }))
    const words = 'B0C1234567 in US was not completed. Another teammate is working on this task.'
    expect((await screen.findByRole('alert')).textContent).toBe(words)
    expect(screen.getByRole('button', { name: 'Complete B0C1234567 in US' })).toBeDefined()
  })

  test('a download is followed to its end, and an interrupted one offers another attempt', async () => {
    const { video } = groups[0] ?? {}
    if (!video) throw new Error('the group has a video')
    server.on(`GET /api/videos/${video.id}/download`, () => ({
      body: { url: `${ORIGIN}/f`, filename: 'B0C1234567.mp4', expires_at: '2026-11-20T09:30:00Z', source: 'storage' },
    }))
    const user = await openPanel()
    await openGroup(user)
    await user.click(screen.getByRole('button', { name: 'Download video' }))
    await waitFor(() => expect(fake.downloads).toHaveLength(1))
    await act(() => fake.progress(1, { bytesReceived: 6_200_000, totalBytes: 12_400_000 }))
    expect((await screen.findByRole('progressbar')).getAttribute('aria-valuetext')).toBe('50% of 12.4 MB')
    await act(() => fake.progress(1, { state: 'interrupted', error: 'NETWORK_FAILED' }))
    expect((await screen.findByRole('alert')).textContent).toBe('Not downloaded. The connection was lost.')
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(fake.downloads).toHaveLength(2))
    await act(() => fake.progress(2, { state: 'complete', bytesReceived: 12_400_000 }))
    expect(await screen.findByText('Downloaded B0C1234567.mp4')).toBeDefined()
  })

  test('the keyboard works everywhere', async () => {
    const [task] = groups[0]?.tasks ?? []
    if (!task) throw new Error('a group has a task')
    const sent = acceptChanges(task)
    const user = await openPanel()
    await screen.findByRole('listitem', { name: 'Desk lamp' })
    await user.keyboard('j{Enter}')
    await screen.findByRole('listitem', { name: 'B0C1234567 in US' })
    await user.keyboard('jc')
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(document.activeElement).toBe(screen.getByRole('listitem', { name: 'B0C1234567 in US' }))
    await user.keyboard('{Escape}')
    await user.keyboard('?')
    expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeDefined()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.keyboard('/')
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Search by title or ASIN')))
  })
})

describe('languages', () => {
  const german = (change: Partial<InfluencerTask>) =>
    sampleTask({ marketplace: 'DE', requires_dubbing: true, video_id: crypto.randomUUID(), ...change })
  const variant = { id: crypto.randomUUID(), language: 'de' as const }

  test.each([
    [null, 'Needs German'],
    [{ ...variant, state: 'processing' as const }, 'German version is being made'],
    [{ ...variant, state: 'failed' as const }, 'Needs German'],
  ])('a task whose dub is %j says: %s', async (dub, words) => {
    groups = [sampleGroup({ tasks: [german({ variant: dub, missing: ['needs_dub'] })] })]
    await openGroup(await openPanel())
    await screen.findByText(words)
    expect(screen.queryByRole('button', { name: /German version/ })).toBeNull()
    const hrefs = () =>
      screen.queryAllByRole('link', { name: 'Dub to German in OpSyncPro' }).map((link) => link.getAttribute('href'))
    const isUnderWay = dub?.state === 'processing'
    await waitFor(() => expect(hrefs()).toEqual(isUnderWay ? [] : [`${ORIGIN}/tasks?search=B0C1234567`]))
  })

  test('a task whose dub is ready offers the download', async () => {
    const task = german({ variant: { ...variant, state: 'ready' } })
    const asked: (string | null)[] = []
    server.on(`GET /api/videos/${task.video_id}/download`, ({ url }) => {
      asked.push(url.searchParams.get('variant'))
      return problem('variant_not_found')
    })
    groups = [sampleGroup({ tasks: [task] })]
    const user = await openPanel()
    await openGroup(user)
    await screen.findByText('German version ready')
    await user.click(screen.getByRole('button', { name: 'Download German version' }))
    await waitFor(() => expect(asked).toEqual(['dub:de']))
    await screen.findByText("Not downloaded. This version of the video isn't available yet.")
  })
})
