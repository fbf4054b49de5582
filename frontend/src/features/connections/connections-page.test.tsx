// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeOutage, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { ana, sampleConfig } from '#app/testing/samples.ts'
import { accountsContract } from '#core/accounts/contract.ts'
import { type OneDriveStatus, onedriveContract } from '#core/connections/onedrive.ts'
import { quotasContract } from '#core/connections/quotas.ts'

const CONNECTED: OneDriveStatus = {
  state: 'connected',
  account_email: 'dana@outlook.test',
  folder: { id: 'D!1', path: '/OpSyncPro' },
  is_chosen: true,
  error_code: null,
  error_since: null,
  error_count: 0,
  expires_at: '2099-02-20T09:30:00+00:00',
  connected_at: '2026-11-20T09:30:00+00:00',
  last_success_at: '2026-11-22T09:30:00+00:00',
}
const SHARE = {
  unit: 'tokens' as const,
  period: 'day' as const,
  limit: 5000,
  resets_at: '2026-12-01T12:00:00+00:00',
}
const NOT_CONNECTED: OneDriveStatus = {
  ...CONNECTED,
  state: 'not_connected',
  account_email: null,
  folder: null,
  is_chosen: false,
  connected_at: null,
  last_success_at: null,
}

let world: ReturnType<typeof startWorld>
beforeEach(() => {
  world = startWorld()
})

/** An API that stores changes and records every request. */
function answerOneDrive(start: Partial<OneDriveStatus> = {}) {
  let status: OneDriveStatus = { ...CONNECTED, ...start }
  const told: unknown[] = []
  answer(onedriveContract.status, () => status)
  answer(onedriveContract.update, ({ body }) => {
    told.push(body)
    const folder = body.folder_id === undefined ? status.folder : { id: body.folder_id, path: `/${body.folder_id}` }
    status = { ...status, folder, is_chosen: body.is_chosen ?? status.is_chosen }
    return status
  })
  answer(onedriveContract.disconnect, () => {
    status = NOT_CONNECTED
    return status
  })
  const become = (next: Partial<OneDriveStatus>) => {
    status = { ...status, ...next }
  }
  return { told, become }
}

const card = (name = 'OneDrive') => screen.findByRole('region', { name })

test('a person who has not connected reads the permissions, and goes to Microsoft', async () => {
  answer(onedriveContract.status, () => NOT_CONNECTED)
  answer(onedriveContract.auth, () => ({ auth_url: 'https://login.microsoftonline.com/x' }))
  const { user } = openApp('/connections')
  await within(await card()).findByText('Not connected')
  await within(await card()).findByText(/We see the name and email address/)
  await user.click(within(await card()).getByRole('button', { name: 'Connect OneDrive' }))
  await waitFor(() => expect(world.assign).toHaveBeenCalledWith('https://login.microsoftonline.com/x'))
})

test.each([
  ['?onedrive=connected', 'OneDrive is connected.'],
  ['?onedrive=denied', /You cancelled the Microsoft sign-in/],
  ['?onedrive=failed&code=state_unknown', /older than ten minutes/],
  ['?onedrive=failed&code=server_error', /did not finish the sign-in \(server_error\)/],
])('returning with %s shows a sentence, once', async (search, words) => {
  answerOneDrive()
  const { router } = openApp(`/connections${search}`)
  await within(await card()).findByText(words)
  await waitFor(() => expect(router.state.location.search).toBe(''))
})

test('a switch decides whether new videos go to OneDrive, and shows it at once', async () => {
  const { told } = answerOneDrive()
  const { user } = openApp('/connections')
  const chosen = await screen.findByRole('switch', { name: 'Store new videos in OneDrive' })
  expect(chosen.getAttribute('aria-checked')).toBe('true')
  await user.click(chosen)
  expect(chosen.getAttribute('aria-checked')).toBe('false')
  await waitFor(() => expect(told).toEqual([{ is_chosen: false }]))
})

test('a person opens folders, creates one, and chooses one', async () => {
  const { told } = answerOneDrive()
  const folder = (id: string, name: string) => ({ id, name, child_count: 0 })
  answer(onedriveContract.folders, ({ query }) => {
    const at = { id: query.parent_id ?? 'top', name: 'x', path: '/x', parent_id: null }
    if (query.parent_id === 'films') return { folder: at, items: [], next_cursor: null }
    if (query.cursor) return { folder: at, items: [folder('more', 'More')], next_cursor: null }
    return { folder: at, items: [folder('films', 'Films')], next_cursor: 'page-2' }
  })
  answer(onedriveContract.createFolder, ({ body }) => {
    if (body.name === 'Taken')
      throw new FakeProblem('name_taken', { detail: 'There is already something called Taken.' })
    expect(body).toEqual({ parent_id: 'films', name: 'Reviews' })
    return folder('reviews', 'Reviews')
  })
  const { user } = openApp('/connections')
  await user.click(await screen.findByRole('button', { name: 'Change the folder for videos' }))
  await user.click(await screen.findByRole('button', { name: 'Show more folders' }))
  await screen.findByRole('button', { name: 'More' })
  await user.click(screen.getByRole('button', { name: 'Films' }))
  await screen.findByText('There are no folders in here.')
  const name = screen.getByRole('textbox', { name: 'New folder in here' })
  await user.type(name, 'a/b{Enter}')
  await screen.findByText(/OneDrive takes no/)
  await user.clear(name)
  await user.type(name, 'Taken{Enter}')
  await screen.findByText('There is already something called Taken.')
  await user.clear(name)
  await user.type(name, 'Reviews{Enter}')
  await waitFor(() => expect(screen.getByText('Reviews').getAttribute('aria-current')).toBe('location'))
  await screen.findByRole('list', { name: 'Folders' })
  await user.click(screen.getByRole('button', { name: 'Use this folder' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  // The fake answers each folder with an id of its own.
  expect(told).toEqual([{ folder_id: 'reviews' }])
  await screen.findByText('/reviews')
})

test('a test says how much space there is', async () => {
  answerOneDrive()
  answer(onedriveContract.test, () => ({
    ...CONNECTED,
    quota: { total_bytes: 5_000_000_000, used_bytes: 1_000_000_000, remaining_bytes: 4_000_000_000 },
  }))
  const { user } = openApp('/connections')
  await user.click(await screen.findByRole('button', { name: 'Test' }))
  await screen.findByText('It works, and /OpSyncPro is there. 4 GB of 5 GB are free.')
})

test('a test that finds a revoked grant turns the card to Reconnect', async () => {
  const { become } = answerOneDrive()
  answer(onedriveContract.test, () => {
    become({ state: 'reconnect', error_code: 'invalid_grant' })
    throw new FakeProblem('onedrive_reconnect')
  })
  const { user } = openApp('/connections')
  await user.click(await screen.findByRole('button', { name: 'Test' }))
  await within(await card()).findByText(/Your files are safe/)
  expect(screen.queryByRole('button', { name: 'Test' })).toBeNull()
  expect(screen.queryByRole('button', { name: /Change/ })).toBeNull()
  answer(onedriveContract.auth, () => ({ auth_url: 'https://login.microsoftonline.com/y' }))
  await user.click(screen.getByRole('button', { name: 'Reconnect' }))
  await waitFor(() => expect(world.assign).toHaveBeenCalledWith('https://login.microsoftonline.com/y'))
})

test.each([
  ['expiring', 'Expires soon', /will soon ask you to sign in again/],
  ['error', 'Not working', /rejects OpSyncPro, not you/],
] as const)('the state %s is said with what to do', async (state, word, advice) => {
  answerOneDrive({ state })
  openApp('/connections')
  await within(await card()).findByText(word)
  await within(await card()).findByText(advice)
})

test.each([
  ['refresh_answer_lost', /The permission was not revoked/],
  ['invalid_grant', /was taken back or has run out/],
])('an account with %s says why, since when and how often', async (error_code, why) => {
  const error_since = new Date(Date.now() - 2 * 3_600_000).toISOString()
  answerOneDrive({ state: 'reconnect', error_code, error_since, error_count: 12 })
  openApp('/connections')
  const notice = await within(await card()).findByText(why)
  expect(notice.textContent).toMatch(/Since .*2 hours ago.*, 12 attempts failed\./)
})

test('disconnecting first says what will happen', async () => {
  answerOneDrive()
  const { user } = openApp('/connections?onedrive=connected')
  await user.click(await screen.findByRole('button', { name: 'Disconnect' }))
  const dialog = await screen.findByRole('dialog', { name: 'Disconnect OneDrive?' })
  within(dialog).getByText(/stay there and stay listed here/)
  await user.click(within(dialog).getByRole('button', { name: 'Disconnect OneDrive' }))
  await within(await card()).findByText('Not connected')
  expect(screen.queryByText('OneDrive is connected.')).toBeNull()
})

test("the server's services say whether they are set up, how, and how much of the share is used", async () => {
  answerOneDrive({ ...NOT_CONNECTED, state: 'not_configured' })
  answer(accountsContract.config, () =>
    sampleConfig({
      features: { keepa: { state: 'configured' as const }, aftership: { state: 'configured' as const } },
    }),
  )
  answer(quotasContract.list, () => ({
    items: [
      { ...SHARE, vendor: 'keepa' as const, used: 1234 },
      { ...SHARE, vendor: 'aftership' as const, unit: 'trackings' as const, period: 'month' as const, used: 5000 },
    ],
  }))
  openApp('/connections')
  await within(await card('Keepa')).findByText('Set up')
  await within(await card('Keepa')).findByText('1,234 of 5,000 tokens')
  within(await card('Keepa')).getByText(/Dec 1, 2026/)
  await within(await card('AfterShip')).findByText('5,000 of 5,000 trackings (limit reached)')
  within(await card('AfterShip')).getByText('Used this month')
  await within(await card('ElevenLabs')).findByText('ELEVENLABS_API_KEY')
  await within(await card()).findByText('MICROSOFT_CLIENT_ID')
})

test('a state that could not be loaded can be loaded again', async () => {
  answer(onedriveContract.status, () => {
    throw new FakeOutage()
  })
  const { user } = openApp('/connections')
  const again = await within(await card()).findByRole('button', { name: 'Try again' })
  answerOneDrive()
  await user.click(again)
  await within(await card()).findByText('dana@outlook.test')
})

test('an uploader reads who manages connections, and cannot open the page', async () => {
  answer(accountsContract.me, () => ({ ...ana, role: 'uploader' as const }))
  openApp('/connections')
  await screen.findByText('Connections are for owners and managers')
  expect(screen.queryByRole('link', { name: 'Connections' })).toBeNull()
})

test('g c opens Connections', async () => {
  answerOneDrive()
  const { user, router } = openApp('/settings')
  await screen.findByRole('heading', { name: 'Settings' })
  await screen.findAllByRole('link', { name: /Connections/ })
  await user.keyboard('gc')
  await waitFor(() => expect(router.state.location.pathname).toBe('/connections'))
})
