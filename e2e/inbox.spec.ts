import { socialAccountsContract } from '../core/src/social/accounts/contract.ts'
import { inboxContract } from '../core/src/social/inbox/contract.ts'
import { savedRepliesContract } from '../core/src/social/inbox/saved-replies.ts'
import { connect } from './support/connect.ts'
import { runQueue } from './support/queue.ts'
import { expect, test } from './support/test.ts'

const ACCOUNT = '17841400000000001'
const LENA = { id: '9001', username: 'lena.cooks' }
const DAY_MS = 86_400_000

test('signed messages arrive once; a saved reply is sent, assigned, resolved, opened again; a closed window says why', async ({
  page,
  person,
  site,
  meta,
  errors,
}) => {
  const { api } = person
  await connect(site, person, 'meta')
  const { items } = await api(socialAccountsContract.available, { query: { provider: 'facebook' } })
  const accounts = items.map(({ network, account_id }) => ({ network, account_id }))
  await api(socialAccountsContract.choose, {
    body: { provider: 'facebook', sign_in: items[0]?.sign_in ?? '', accounts },
  })
  const used = await api(socialAccountsContract.list, {})
  const account = used.items.find(({ account_id }) => account_id === ACCOUNT)
  await api(inboxContract.updateSettings, { params: { id: account?.id ?? '' }, body: { is_on: true } })
  await api(savedRepliesContract.create, { body: { shortcut: 'care', text: 'Yes, it is dishwasher safe. \u{1f44d}' } })
  await runQueue(site)
  await meta.run('register_webhook', { url: `${site.url}/api/webhooks/meta` })
  const receive = (text: string, more: object = {}) =>
    meta.run('receive_message', { account_id: ACCOUNT, from: LENA, text, ...more })
  expect(await receive('Is it dishwasher safe?', { times: 3 })).toMatchObject({ statuses: [200, 200, 200] })
  expect(await receive('forged', { signature: 'wrong' })).toMatchObject({ statuses: [401] })

  // A webhook names nobody; reading the account does.
  await runQueue(site)
  await page.goto('/inbox')
  await page.getByRole('link', { name: /lena/i }).click()
  const log = page.getByRole('list', { name: 'Messages, newest first' })
  await expect(log.getByText('Is it dishwasher safe?')).toHaveCount(1)

  await page.getByRole('textbox', { name: 'Reply' }).fill('/care')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('')
  await runQueue(site)
  await expect(log.getByText('Yes, it is dishwasher safe. \u{1f44d}')).toHaveCount(1)
  await expect(log.getByText(/^Sent by /)).toBeVisible()

  await page.getByRole('combobox', { name: 'Assigned to' }).click()
  await page.getByRole('option', { name: 'Me' }).click()
  const resolved = page.waitForResponse((answer) => answer.request().postData()?.includes('is_resolved') === true)
  await page.getByRole('button', { name: 'Resolve', exact: true }).click()
  expect((await resolved).status()).toBe(200)
  await page.goto('/inbox')
  await expect(page.getByRole('link', { name: /lena/i })).toHaveCount(0)
  await receive('One more thing')
  await page.reload()
  await page.getByRole('link', { name: /lena/i }).click()
  await expect(log.getByText('One more thing')).toHaveCount(1)
  await expect(page.getByRole('combobox', { name: 'Assigned to' })).toHaveText('Me')

  // Everything that the person wrote is older than a day now.
  await page.clock.setFixedTime(Date.now() + 2 * DAY_MS)
  await page.reload()
  await expect(page.getByText(/Instagram takes replies for 24 hours after the last message/)).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveCount(0)
  expect(errors).toEqual([])
})
