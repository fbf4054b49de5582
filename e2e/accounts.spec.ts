import { expect, test } from '@playwright/test'
import { PASSWORD, signUp } from './support/api.ts'
import { signIn } from './support/dashboard.ts'
import { type Host, startHost } from './support/host.ts'

let host: Host
test.beforeAll(async () => {
  host = await startHost()
})
test.afterAll(() => host.close())

test('somebody who forgot their password sets a new one by the mailed link, and the old one is worth nothing', async ({
  page,
}) => {
  await signUp(host.url, 'ann@example.test')
  await page.goto(`${host.url}/sign-in`)
  await page.getByRole('link', { name: /forgot/i }).click()
  await page.getByLabel('Email').fill('ann@example.test')
  await page.getByRole('button', { name: /send|reset/i }).click()
  await expect(page.getByText(/check your|on its way|sent/i).first()).toBeVisible()

  await page.goto(`${host.url}/_local/mail`)
  await page
    .getByRole('link', { name: new RegExp(`^${host.url}|reset`, 'i') })
    .first()
    .click()
  await page.getByLabel('New password').fill('a wholly different phrase')
  await page.getByRole('button', { name: /save|set/i }).click()
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()

  await page.getByRole('button', { name: /account of/i }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByLabel('Email').fill('ann@example.test')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByLabel('Password', { exact: true }).fill('a wholly different phrase')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
})

test('somebody whose session has ended comes back to the page they asked for', async ({ page }) => {
  await signUp(host.url, 'bob@example.test')
  await page.goto(`${host.url}/tasks?status=completed`)
  await expect(page.getByLabel('Email')).toBeVisible()
  await page.getByLabel('Email').fill('bob@example.test')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${host.url}/tasks?status=completed`)
})

test('nothing of one person is left for the next one on the same browser', async ({ page }) => {
  await signUp(host.url, 'cora@example.test')
  await signUp(host.url, 'dora@example.test')
  await signIn(page, host.url, 'cora@example.test')
  await page.goto(`${host.url}/products`)
  await page.getByRole('button', { name: 'Add product' }).first().click()
  await page.getByLabel('ASIN or Amazon address').fill('B07XJQW9K2')
  await page.getByRole('dialog').getByRole('button', { name: 'Add product' }).click()
  await expect(page).toHaveURL(/\/products\/[0-9a-f-]{36}/)
  const address = page.url()
  await page.goto(host.url)
  await page.getByRole('button', { name: /account of/i }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByLabel('Email')).toBeVisible()

  await signIn(page, host.url, 'dora@example.test')
  await page.goto(`${host.url}/products`)
  await expect(page.getByText('B07XJQW9K2')).toHaveCount(0)
  await page.goto(address)
  await expect(page.getByRole('heading', { name: 'This product is not here' })).toBeVisible()
})
