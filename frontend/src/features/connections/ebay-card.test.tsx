// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { answer, FakeProblem } from '#app/testing/fake-api.ts'
import { openApp, startWorld } from '#app/testing/open-app.tsx'
import { noEbay } from '#app/testing/samples.ts'
import type { EbayStatus } from '#core/connections/ebay.ts'
import { ebayContract } from '#core/connections/ebay.ts'

const CONNECTED: EbayStatus = {
  state: 'connected',
  ebay_username: 'dana_finds_deals',
  environment: 'production',
  error_code: null,
  error_since: null,
  error_count: 0,
  connected_at: '2026-11-20T09:30:00+00:00',
  last_success_at: '2026-11-22T09:30:00+00:00',
  expires_at: '2099-05-20T09:30:00+00:00',
}

let world: ReturnType<typeof startWorld>
beforeEach(() => {
  world = startWorld()
})

const card = async () => within(await screen.findByRole('region', { name: 'eBay' }))

test('a person who has not connected reads the permissions, and goes to eBay', async () => {
  answer(ebayContract.auth, () => ({ auth_url: 'https://auth.ebay.com/x' }))
  const { user } = openApp('/connections')
  await (await card()).findByText(/We never change quantities/)
  await user.click((await card()).getByRole('button', { name: 'Connect eBay' }))
  await waitFor(() => expect(world.assign).toHaveBeenCalledWith('https://auth.ebay.com/x'))
})

test.each([
  ['?ebay=connected', /eBay is connected/],
  ['?ebay=denied', /You cancelled the eBay sign-in/],
  ['?ebay=failed&code=state_unknown', /older than ten minutes/],
  ['?ebay=failed&code=ebay_account_taken', /connected to another workspace\. Disconnect it there first\./],
  ['?ebay=failed&code=server_error', /did not finish the sign-in \(server_error\)/],
])('returning with %s shows a sentence, once', async (search, words) => {
  answer(ebayContract.status, () => CONNECTED)
  const { router } = openApp(`/connections${search}`)
  await (await card()).findByText(words)
  await waitFor(() => expect(router.state.location.search).toBe(''))
})

test('a connected account is named, and a sandbox is marked', async () => {
  answer(ebayContract.status, () => ({ ...CONNECTED, environment: 'sandbox' as const }))
  openApp('/connections')
  await (await card()).findByText('dana_finds_deals')
  ;(await card()).getByText('Sandbox')
})

test('a grant that expires soon is shown', async () => {
  const expires_at = new Date(Date.now() + 5 * 86_400_000).toISOString()
  answer(ebayContract.status, () => ({ ...CONNECTED, expires_at }))
  openApp('/connections')
  await (await card()).findByText('Soon')
})

test('a test that fails because of a revoked grant offers a new sign-in', async () => {
  let status = CONNECTED
  answer(ebayContract.status, () => status)
  answer(ebayContract.test, () => {
    status = { ...CONNECTED, state: 'reconnect', error_code: 'invalid_grant' }
    throw new FakeProblem('ebay_reconnect')
  })
  const { user } = openApp('/connections')
  await user.click(await (await card()).findByRole('button', { name: 'Test' }))
  await (await card()).findByText(/eBay no longer lets us in/)
  expect((await card()).getAllByRole('button', { name: 'Reconnect' })).toHaveLength(1)
})

test('disconnecting first says what is deleted and what stays', async () => {
  let status = CONNECTED
  answer(ebayContract.status, () => status)
  answer(ebayContract.disconnect, () => {
    status = noEbay
    return status
  })
  const { user } = openApp('/connections')
  await user.click(await (await card()).findByRole('button', { name: 'Disconnect' }))
  const dialog = within(await screen.findByRole('dialog'))
  dialog.getByText(/Price drops are paused/)
  dialog.getByText(/the price history stay here/)
  await user.click(dialog.getByRole('button', { name: 'Disconnect eBay' }))
  await (await card()).findByText('Not connected')
})
