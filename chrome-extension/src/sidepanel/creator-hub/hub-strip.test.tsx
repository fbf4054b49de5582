// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { InfluencerTask } from '#core/tasks/schema.ts'
import { Button } from '#ui/button.tsx'
import { Menu } from '#ui/dropdown-menu.tsx'
import { type FakeChrome, installFakeChrome, OWN_ID } from '../../../testing/fake-chrome.ts'
import { type FakeServer, type Received, startFakeServer } from '../../../testing/fake-server.ts'
import { sampleSession, sampleTask } from '../../../testing/samples.ts'
import { reportsItem } from '../../creator-hub/items.ts'
import type { FillResult, HubState } from '../../creator-hub/states.ts'
import { answerByTable, type HandlersOf } from '../../messaging/handle-messages.ts'
import { type TabMessages, tabMessages } from '../../messaging/messages.ts'
import { sessionItem } from '../../storage/items.ts'
import { createQueryClient } from '../query-client.ts'
import { HubStrip } from './hub-strip.tsx'
import { ReportMenuItem } from './report-switch.tsx'

const VIDEO = '0b5a7c1e-4d3f-4a7b-9c2d-1e8f6a5b4c3d'
const WORKS: HubState = {
  state: 'works',
  revision: 1,
  marketplace: 'US',
  page: 'unified',
  opened_at: 1000,
  targets: { title: 'works', asin: 'waits', file: 'works' },
  version: 1,
  shape: null,
}
const CHANGED: HubState = {
  ...WORKS,
  state: 'changed',
  targets: { title: 'changed', asin: 'works', file: 'changed' },
  shape: 'a'.repeat(64),
}

let fake: FakeChrome
let server: FakeServer
/** What the script in the tab answers; a state is answered once, then the question stays open. */
let tab: Partial<HandlersOf<TabMessages>> & { state: HubState | undefined }
const filled = (value: string): FillResult => ({ outcome: 'filled', value, is_cut: false })

beforeEach(async () => {
  fake = installFakeChrome()
  server = startFakeServer()
  await sessionItem.write(sampleSession())
  tab = { state: WORKS }
  const handlers: HandlersOf<TabMessages> = {
    'creator-hub/watch': async ({ seen }) => {
      if (!tab.state || seen === tab.state.revision) await new Promise(() => {})
      return tab.state ?? WORKS
    },
    'creator-hub/fill-title': async (input, sender) =>
      tab['creator-hub/fill-title']?.(input, sender) ?? filled(input.title),
    'creator-hub/fill-asin': async (input, sender) =>
      tab['creator-hub/fill-asin']?.(input, sender) ?? filled(input.asin),
    'creator-hub/probe-file': async ({ blob }) => blob.size,
    'creator-hub/attach-file': async (input, sender) =>
      tab['creator-hub/attach-file']?.(input, sender) ?? filled(input.file.name),
  }
  fake.answerInTabs((message) =>
    answerByTable(tabMessages, handlers, OWN_ID, message, {
      id: OWN_ID,
      url: `chrome-extension://${OWN_ID}/panel.html`,
    }),
  )
  fake.visit('https://www.amazon.com/create/post')
})
afterEach(cleanup)

function show(change: Partial<InfluencerTask> = {}) {
  const task = sampleTask({ marketplace: 'US', video_id: VIDEO, requires_dubbing: false, ...change })
  render(
    <QueryClientProvider client={createQueryClient()}>
      <HubStrip task={task} />
    </QueryClientProvider>,
  )
  return { task, user: userEvent.setup() }
}
const button = (name: string) => screen.findByRole('button', { name })

test('on a page that works each button fills in its field and says so beside it', async () => {
  const { task, user } = show()
  await user.click(await button('Fill title'))
  expect(await screen.findByText('Filled')).toBeDefined()
  await user.click(await button('Find ASIN'))
  expect(await screen.findByText(/Search for it on Amazon/)).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Copy title' })).toBeNull()
  expect(screen.getByRole('region').getAttribute('aria-label')).toBe(`Creator Hub for ${task.asin} in US`)
})

test('every button is reached and pressed by the keyboard', async () => {
  const { user } = show()
  await button('Fill title')
  await user.tab()
  expect(document.activeElement?.textContent).toContain('Fill title')
  await user.keyboard('{Enter}')
  expect(await screen.findByText('Filled')).toBeDefined()
  await user.tab()
  expect(document.activeElement?.textContent).toContain('Find ASIN')
  await user.tab()
  expect(document.activeElement?.textContent).toContain('Attach video')
})

test('a result is gone when the page was loaded again', async () => {
  const { user } = show()
  await user.click(await button('Fill title'))
  await screen.findByText('Filled')
  tab.state = { ...WORKS, opened_at: 2000 }
  fake.visit('https://www.amazon.com/create/post')
  await waitFor(() => expect(screen.queryByText('Filled')).toBeNull())
  expect(await button('Fill title')).toBeDefined()
})

test('a title that was cut is shown as it stands there', async () => {
  tab['creator-hub/fill-title'] = async () => ({ outcome: 'filled', value: 'Desk lamp', is_cut: true })
  const { user } = show()
  await user.click(await button('Fill title'))
  expect(await screen.findByText('Shortened to 9 characters: “Desk lamp”')).toBeDefined()
})

test.each([
  ['undone', 'Amazon’s page removed the title. Copy it and paste it there.'],
  ['not_taken', 'Amazon did not take the title. Copy it and paste it there.'],
  ['not_found', 'Title field not found. Copy the title and paste it there.'],
  ['other_page', 'The tab shows another page now. Nothing was filled in.'],
] as const)('C-11, C-12: %s is a sentence', async (outcome, words) => {
  tab['creator-hub/fill-title'] = async () => ({ outcome })
  const { user } = show()
  await user.click(await button('Fill title'))
  expect((await screen.findByRole('alert')).textContent).toBe(words)
})

test('the video travels with its bytes, its name and its progress', async () => {
  const attached: File[] = []
  tab['creator-hub/attach-file'] = async ({ file }) => {
    attached.push(file)
    return filled(file.name)
  }
  serveVideo()
  const { user } = show()
  await user.click(await button('Attach video'))
  expect(await screen.findByText('Attached B0C1234567.mp4')).toBeDefined()
  expect(await attached[0]?.text()).toBe('moving images')
})

test('C-1: a Chrome that cannot hand over files says so before anything is loaded', async () => {
  fake.sendsMessagesAsJson()
  const { user } = show()
  await user.click(await button('Attach video'))
  expect((await screen.findByRole('alert')).textContent).toMatch(/Update Chrome, or download the video/)
  expect(server.requests.filter((request) => request.includes('/download'))).toEqual([])
})

test('a task whose dub is not ready attaches nothing, and a ready dub is the file', async () => {
  const dub = { id: VIDEO, language: 'de' as const, state: 'pending' as const }
  show({ requires_dubbing: true, upload_language: 'de', variant: dub })
  expect((await button('Attach video')).hasAttribute('disabled')).toBe(true)
  expect(screen.getByText('The German version is not ready.')).toBeDefined()
  cleanup()
  const asked = serveVideo()
  const { user } = show({ requires_dubbing: true, upload_language: 'de', variant: { ...dub, state: 'ready' } })
  await user.click(await button('Attach video'))
  await screen.findByText(/^Attached/)
  expect(asked.map(({ url }) => url.searchParams.get('variant'))).toEqual(['dub:de'])
})

test('on a changed page one sentence and what to copy stand there, and what still works stays', async () => {
  tab.state = CHANGED
  show()
  expect(await screen.findByText(/cannot find the title and upload\. Copy what you need/)).toBeDefined()
  expect(await button('Copy title')).toBeDefined()
  expect(await button('Copy ASIN')).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Fill title' })).toBeNull()
  expect(await button('Find ASIN')).toBeDefined()
})

test('a changed page is reported after the person agreed, once, and without who they are', async () => {
  const sent: Received[] = []
  server.on('POST /api/creator-hub-shapes', (received) => {
    sent.push(received)
    return { body: { is_noted: true } }
  })
  tab.state = CHANGED
  const { user } = show()
  const agreed = await screen.findByRole('checkbox', { name: /Report changed pages anonymously/ })
  expect(agreed).toHaveProperty('checked', false)
  expect(sent).toEqual([])
  await user.click(agreed)
  await waitFor(() => expect(sent).toHaveLength(1))
  expect(sent[0]?.body).toEqual({ hash: 'a'.repeat(64), selector_version: 1, marketplace: 'US', page: 'unified' })
  expect(sent[0]?.headers.get('authorization')).toBeNull()
  expect((await reportsItem.read()).is_on).toBe(true)
  cleanup()
  show()
  await screen.findByText(/Amazon changed this page/)
  expect(sent).toHaveLength(1)
})

test('the account menu switches reports on and off too', async () => {
  const user = userEvent.setup()
  render(
    <Menu trigger={<Button>Account</Button>}>
      <ReportMenuItem />
    </Menu>,
  )
  const choose = async (name: string) => {
    await user.click(screen.getByRole('button', { name: 'Account' }))
    await user.click(await screen.findByRole('menuitem', { name }))
  }
  await choose('Report changed pages anonymously')
  await waitFor(async () => expect((await reportsItem.read()).is_on).toBe(true))
  await choose('Stop reporting changed pages')
  await waitFor(async () => expect((await reportsItem.read()).is_on).toBe(false))
})

test('C-13: a tab in which no script answers has to be reloaded, and says so', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 200 })
  fake.answerInTabs(() => Promise.reject(new Error('Could not establish connection. Receiving end does not exist.')))
  show()
  expect(await screen.findByText(/Reload this tab/, undefined, { timeout: 20_000 })).toBeDefined()
  expect(within(screen.getByRole('region')).getByRole('button', { name: 'Reload tab' })).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Fill title' })).toBeNull()
  vi.useRealTimers()
})

test.each([
  ['of another marketplace', 'https://www.amazon.com.mx/create/post'],
  ['of another marketplace', 'https://www.amazon.com.au/creatorhub/video/upload'],
  ['of the shop', 'https://www.amazon.com/dp/B07XJQW9K2'],
  ['of another site', 'https://www.amazon.com.evil.example/create/post'],
  ['that Chrome hides', undefined],
])('beside a page %s there is nothing: %s', async (_which, url) => {
  show()
  await button('Fill title')
  fake.visit(url)
  await waitFor(() => expect(screen.queryByRole('region')).toBeNull())
})

test('a task that is done has nothing to fill in', async () => {
  show({ status: 'completed' })
  show()
  await button('Fill title')
  expect(screen.getAllByRole('region')).toHaveLength(1)
})

function serveVideo() {
  const asked: Received[] = []
  server.on(`GET /api/videos/${VIDEO}/download`, (received) => {
    asked.push(received)
    return {
      body: {
        url: 'https://store.example/file',
        filename: 'B0C1234567.mp4',
        expires_at: '2026-11-20T09:30:00+00:00',
        source: 'storage',
      },
    }
  })
  const api = fetch
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) =>
    String(input).startsWith('https://store.example/')
      ? Promise.resolve(new Response('moving images'))
      : api(input, init),
  )
  return asked
}
