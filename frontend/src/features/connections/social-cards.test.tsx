// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { noSocial } from '#app/testing/samples.ts'
import { instagramContract, metaContract, type SocialStatus, tiktokContract } from '#core/connections/social.ts'
import { type AvailableAccount, type SocialAccount, socialAccountsContract } from '#core/social/accounts/contract.ts'

const AT = '2026-11-20T09:30:00+00:00'
const CONNECTED: SocialStatus = {
  ...noSocial,
  state: 'connected',
  connected_at: AT,
  expires_at: '2099-01-20T09:30:00+00:00',
  sign_ins: [
    {
      account: 'dana',
      name: 'Dana Reyes',
      state: 'connected',
      error_code: null,
      permissions: [],
      expires_at: '2099-01-20T09:30:00+00:00',
      connected_at: AT,
    },
  ],
}
const reached = (network: 'facebook' | 'instagram', account_id: string, more: Partial<AvailableAccount> = {}) => ({
  provider: 'facebook' as const,
  sign_in: 'dana',
  network,
  account_id,
  name: `Account ${account_id}`,
  username: null,
  avatar_url: null,
  can_post: true,
  can_message: false,
  missing_permissions: [],
  is_used: false,
  used_by: null,
  used_sign_in: null,
  was_used: false,
  ...more,
})
const account = (id: string, more: Partial<SocialAccount> = {}): SocialAccount => ({
  id: `6f1c2b7e-8f58-4a52-9d1b-0a4f6f1d2c${id}`,
  network: 'instagram',
  account_id: id,
  name: `Account ${id}`,
  username: null,
  avatar_url: null,
  provider: 'facebook',
  sign_in: 'dana',
  sign_in_name: 'Dana Reyes',
  is_active: true,
  health: 'connected',
  error_code: null,
  expires_at: null,
  can_post: true,
  can_message: false,
  missing_permissions: [],
  connected_at: AT,
  logins: [{ provider: 'facebook', sign_in: 'dana', name: 'Dana Reyes' }],
  ...more,
})

let world: ReturnType<typeof startWorld>
beforeEach(() => {
  world = startWorld()
})

const card = async (name = 'Facebook & Instagram') => within(await screen.findByRole('region', { name }))

test('a person who has not connected reads the permissions, and goes to Meta', async () => {
  answer(metaContract.auth, () => ({ auth_url: 'https://www.facebook.com/x' }))
  const { user } = openApp('/connections')
  await (await card()).findByText(/only after you turn on the inbox/)
  await user.click((await card()).getByRole('button', { name: 'Connect Facebook & Instagram' }))
  await waitFor(() => expect(world.assign).toHaveBeenCalledWith('https://www.facebook.com/x'))
})

test('after signing in the accounts are chosen, with everything that can post selected', async () => {
  const told: unknown[] = []
  answer(metaContract.status, () => CONNECTED)
  answer(socialAccountsContract.available, () => ({
    items: [
      reached('facebook', '1'),
      reached('instagram', '2'),
      reached('facebook', '3', { can_post: false, missing_permissions: ['pages_manage_posts'] }),
      reached('instagram', '4', { is_used: true, used_by: 'instagram', used_sign_in: '4', was_used: true }),
    ],
  }))
  answer(socialAccountsContract.choose, ({ body }) => {
    told.push(body)
    return { items: [] }
  })
  const { user } = openApp('/connections?meta=connected')
  const dialog = within(await screen.findByRole('dialog', { name: 'Which accounts do you want to use?' }))
  const isOn = (name: RegExp) => dialog.getByRole('checkbox', { name }).getAttribute('aria-checked') === 'true'
  await dialog.findByRole('checkbox', { name: /Account 1/ })
  expect([isOn(/Account 1/), isOn(/Account 2/), isOn(/Account 3/)]).toEqual([true, true, false])
  dialog.getByText(/“pages_manage_posts” was not allowed/)
  dialog.getByText(/Account 4.*already connected by another login/)
  await user.click(dialog.getByRole('checkbox', { name: /Account 2/ }))
  await user.click(dialog.getByRole('button', { name: 'Use 1 account' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(told).toEqual([
    { provider: 'facebook', sign_in: 'dana', accounts: [{ network: 'facebook', account_id: '1' }] },
  ])
})

test('nobody shared a page: the dialog says what to do', async () => {
  answer(metaContract.status, () => CONNECTED)
  answer(socialAccountsContract.available, () => ({ items: [] }))
  openApp('/connections?meta=connected')
  await screen.findByText(/Reconnect and select at least one page/)
})

test('health, and what is missing, stand at each account', async () => {
  answer(metaContract.status, () => CONNECTED)
  answer(socialAccountsContract.list, () => ({
    items: [
      account('10'),
      account('11', { health: 'limited', can_post: false, missing_permissions: ['instagram_content_publish'] }),
      account('12', { is_active: false, health: 'disconnected' }),
    ],
  }))
  openApp('/connections')
  await (await card()).findByText('Account 10')
  expect((await card()).getByText('Can’t post').title).toContain('instagram_content_publish')
  expect((await card()).queryByText('Account 12')).toBeNull()
})

test('one account is disconnected after a question', async () => {
  let items = [account('10'), account('11')]
  answer(metaContract.status, () => CONNECTED)
  answer(socialAccountsContract.list, () => ({ items }))
  answer(socialAccountsContract.remove, ({ params }) => {
    items = items.filter(({ id }) => id !== params.id)
    return account('10', { is_active: false, health: 'disconnected' })
  })
  const { user } = openApp('/connections')
  await user.click(await (await card()).findByRole('button', { name: /Actions for Account 10/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Disconnect' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Disconnect Account 10?' }))
  await user.click(dialog.getByRole('button', { name: 'Disconnect' }))
  await waitFor(async () => expect((await card()).queryByText('Account 10')).toBeNull())
  ;(await card()).getByText('Account 11')
})

test('an account that two logins reach changes its login, and a refusal is said', async () => {
  const logins = [
    { provider: 'facebook' as const, sign_in: 'dana', name: 'Dana Reyes' },
    { provider: 'instagram' as const, sign_in: '10', name: '@dana' },
  ]
  const told: unknown[] = []
  answer(metaContract.status, () => CONNECTED)
  answer(socialAccountsContract.list, () => ({ items: [account('10', { logins })] }))
  answer(socialAccountsContract.switchLogin, ({ body }) => {
    told.push(body)
    throw new FakeProblem('social_login_not_found')
  })
  const { user } = openApp('/connections')
  await user.click(await (await card()).findByRole('button', { name: /Actions for Account 10/ }))
  await user.click(await screen.findByRole('menuitem', { name: 'Use Instagram login (@dana)' }))
  await screen.findByText('The login was not changed.')
  expect(told).toEqual([{ provider: 'instagram', sign_in: '10' }])
})

test('a sign-in that needs a person says what is safe', async () => {
  answer(metaContract.status, () => ({
    ...CONNECTED,
    state: 'reconnect' as const,
    error_code: 'graph.190.460',
    error_count: 3,
  }))
  openApp('/connections')
  await (await card()).findByText(/Your posts and messages are safe, and scheduled posts wait\. Reconnect/)
})

test('a personal Instagram account is explained', async () => {
  answer(instagramContract.status, () => noSocial)
  openApp('/connections?instagram=failed&code=not_professional')
  await (await card('Instagram')).findByText(/Switch it to a creator or business account/)
})

test('TikTok is offered only where it is set up', async () => {
  openApp('/connections')
  await card('YouTube')
  expect(screen.queryByRole('region', { name: 'TikTok' })).toBeNull()
})

test('TikTok with app keys', async () => {
  answer(tiktokContract.status, () => noSocial)
  openApp('/connections')
  ;(await card('TikTok')).getByText(/Posts videos to your TikTok account/)
})
