import type { Page } from '@playwright/test'
import { onedriveContract } from '../core/src/connections/onedrive.ts'
import { axeFinds } from './support/axe.ts'
import { expect, test } from './support/test.ts'

const DANA = '3f9a6c1d2b7e4a58'

const card = (page: Page) => page.getByRole('region', { name: 'OneDrive' })
const isConnected = (page: Page) => expect(card(page).getByText('OneDrive is connected.')).toBeVisible()
// The browser's own line about the 404 of the consent page's missing icon, and the 409 of a failed test.
const own = (errors: string[]) => errors.filter((text) => !/status of (404|409)/.test(text))

test('OneDrive is connected after the person first declines at Microsoft, with a folder of its own', async ({
  page,
  site,
  microsoft,
  errors,
}) => {
  await page.goto('/connections')
  await card(page).getByRole('button', { name: 'Connect OneDrive' }).click()
  await page.getByRole('button', { name: 'Deny' }).click()
  await expect(card(page).getByText(/You cancelled the Microsoft sign-in/)).toBeVisible()
  await expect(page).toHaveURL(`${site.url}/connections`)
  await card(page).getByRole('button', { name: 'Connect OneDrive' }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await isConnected(page)
  await expect(card(page).getByText('dana@outlook.test')).toBeVisible()
  await expect(card(page).getByText('/OpSyncPro')).toBeVisible()
  // Only accepting gave tokens.
  const redeemed = (await microsoft.requests()).filter(({ path }) => path.endsWith('/token'))
  expect(redeemed).toHaveLength(1)
  expect(own(errors)).toEqual([])
})

test('a new folder is created and chosen by keyboard', async ({ page, microsoft, errors }) => {
  await microsoft.connect()
  await page.goto('/connections')
  await card(page)
    .getByRole('button', { name: /Change/ })
    .press('Enter')
  const picker = page.getByRole('dialog', { name: 'Where should videos go?' })
  await picker.getByLabel('New folder in here').fill('Reviews')
  await page.keyboard.press('Enter')
  await expect(picker.getByText('Reviews')).toBeVisible()
  await expect(picker.getByText('There are no folders in here.')).toBeVisible()
  expect(await axeFinds(page)).toEqual([])
  await picker.getByRole('button', { name: 'Use this folder' }).press('Enter')
  await expect(card(page).getByText('/Reviews')).toBeVisible()
  expect(own(errors)).toEqual([])
})

test('using a revoked access reports it, and connecting again keeps the folder', async ({
  page,
  person,
  microsoft,
  errors,
}) => {
  await microsoft.connect()
  const { id } = await person.api(onedriveContract.createFolder, { body: { name: 'Reviews' } })
  await person.api(onedriveContract.update, { body: { folder_id: id } })
  await page.goto('/connections')
  await expect(card(page).getByText('/Reviews')).toBeVisible()
  await microsoft.seed({ revoke_grants: [DANA] })
  await card(page).getByRole('button', { name: 'Test' }).click()
  await expect(card(page).getByText(/Your files are safe/)).toBeVisible()
  await card(page).getByRole('button', { name: 'Reconnect' }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await isConnected(page)
  await expect(card(page).getByText('/Reviews')).toBeVisible()
  await card(page).getByRole('button', { name: 'Test' }).click()
  await expect(card(page).getByText(/It works, and \/Reviews is there/)).toBeVisible()
  expect(own(errors)).toEqual([])
})

test('disconnecting first says what it means', async ({ page, microsoft, errors }) => {
  await microsoft.connect()
  await page.goto('/connections')
  await card(page).getByRole('button', { name: 'Disconnect' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect OneDrive' }).click()
  await expect(card(page).getByText('Not connected')).toBeVisible()
  expect(own(errors)).toEqual([])
})
