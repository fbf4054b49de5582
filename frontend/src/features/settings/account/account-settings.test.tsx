// @vitest-environment happy-dom
import { act, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { sampleConfig } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { PANEL_ANSWER_MESSAGE, PANEL_CODE_MESSAGE } from '#core/accounts/panel-messages.ts'
import type { Session } from '#core/accounts/sessions.ts'

const CODE = 'c'.repeat(43)
const AT = '2026-11-20T09:30:00+00:00'
const session = (values: Partial<Session>): Session => ({
  id: crypto.randomUUID(),
  kind: 'dashboard',
  device: null,
  is_current: false,
  created_at: AT,
  last_used_at: AT,
  ...values,
})
const here = session({ is_current: true, device: 'Mozilla/5.0 (Windows NT 10.0) Chrome/148.0.0.0 Safari/537.36' })
const panel = session({ kind: 'panel', device: 'Chrome 148 on Windows' })

const { dataset } = document.documentElement
let listeners: AbortController
/** The extension's script on this page. */
function installPanel(outcome: string | null, state = 'signed-out') {
  act(() => {
    dataset.opsyncproPanelVersion = '0.1.0'
    dataset.opsyncproPanel = state
  })
  const listen = ({ data }: MessageEvent) => {
    if (data.type !== PANEL_CODE_MESSAGE) return
    expect(data.code).toBe(CODE)
    // A page's own message, as browsers deliver it.
    const sent = { data: { type: PANEL_ANSWER_MESSAGE, outcome }, origin: location.origin, source: window }
    dispatchEvent(new MessageEvent('message', sent))
  }
  if (outcome) addEventListener('message', listen, { signal: listeners.signal })
}

beforeEach(() => {
  startWorld()
  listeners = new AbortController()
  answer(accountsContract.listSessions, () => ({ items: [here, panel] }))
  answer(accountsContract.createPanelCode, () => ({ code: CODE, expires_at: AT }))
})
afterEach(() => {
  listeners.abort()
  delete dataset.opsyncproPanel
  delete dataset.opsyncproPanelVersion
})

test.each([
  {
    panel: { store_url: 'https://chromewebstore.google.com/detail/x', folder: null },
    says: 'Open the Chrome Web Store',
  },
  { panel: { store_url: null, folder: null }, says: /not in the Chrome Web Store yet/ },
  { panel: { store_url: null, folder: '/home/ana/opsyncpro/chrome-extension/dist' }, says: /chrome-extension\/dist/ },
])('without the panel the page explains how to install it: $says', async ({ panel: config, says }) => {
  answer(accountsContract.config, () => sampleConfig({ panel: config }))
  openApp('/settings/account')
  await screen.findByText(says)
  if (config.folder === null) expect(screen.queryByText(/chrome:\/\/extensions/)).toBeNull()
  expect(screen.queryByRole('button', { name: /Connect/ })).toBeNull()
})

test('one click signs the panel in; the page says its version', async () => {
  installPanel('signed_in')
  const { user } = openApp('/settings/account')
  await screen.findByText(/version 0\.1\.0/)
  await user.click(screen.getByRole('button', { name: 'Connect the side panel' }))
  await screen.findByText(/The side panel is signed in\./)
})

test.each([
  ['other_person', /Another person is signed in/],
  ['refused', /too old/],
  ['nonsense', /did not answer/],
  ['reload', /Reload this page/],
])('when the panel answers %s the page says what to do', async (outcome, words) => {
  installPanel(outcome)
  const { user } = openApp('/settings/account')
  await user.click(await screen.findByRole('button', { name: 'Connect the side panel' }))
  await screen.findByText(words)
})

test('a panel that was updated while the page was open asks for a reload', async () => {
  openApp('/settings/account')
  await screen.findByText('1. Add it to Chrome')
  installPanel(null, 'reload')
  await screen.findByText(/was updated\. Reload this page/)
})

test('each session says what it is; signing one out removes it, and a failure keeps it', async () => {
  let items = [here, panel]
  let isDown = true
  answer(accountsContract.listSessions, () => ({ items }))
  answer(accountsContract.endSession, ({ params }) => {
    if (isDown) throw new FakeProblem('database_unavailable')
    items = items.filter(({ id }) => id !== params.id)
    return { ended: true as const }
  })
  const { user } = openApp('/settings/account')
  const list = await screen.findByRole('list', { name: 'Sessions' })
  expect(list.textContent).toContain('Dashboard in Chrome 148 on Windows')
  expect(list.textContent).toContain('This browser')
  const button = within(list).getByRole('button', { name: 'Sign out Side panel in Chrome 148 on Windows' })
  await user.click(button)
  await screen.findByText('Side panel in Chrome 148 on Windows was not signed out.')
  isDown = false
  await user.click(button)
  await waitFor(() => expect(within(list).queryAllByRole('listitem')).toHaveLength(1))
})
