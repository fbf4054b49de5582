import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { createControl, type EmulatorControl } from '../services/emulators/control-client.ts'
import { signUp } from './support/api.ts'
import { collectErrors, signIn } from './support/dashboard.ts'
import { type Host, startHost } from './support/host.ts'

const DANA = '3f9a6c1d2b7e4a58'

let host: Host
let microsoft: EmulatorControl
test.beforeAll(async () => {
  host = await startHost()
  const { features } = await (await fetch(`${host.url}/api/config`)).json()
  expect(features.onedrive.state).toBe('emulated')
  microsoft = createControl(features.onedrive.emulator_url)
})
test.afterAll(() => host.close())

const card = (page: Page) => page.getByRole('region', { name: 'OneDrive' })

test('OneDrive is connected, gets a folder, is revoked at Microsoft and connected again', async ({ page }) => {
  const errors = collectErrors(page)
  await signUp(host.url, 'ann@example.test')
  await signIn(page, host.url, 'ann@example.test')
  await page.goto(`${host.url}/connections`)
  await card(page).getByRole('button', { name: 'Connect OneDrive' }).click()

  // Microsoft's page: first no, then yes.
  await page.getByRole('button', { name: 'Deny' }).click()
  await expect(card(page).getByText(/You cancelled the Microsoft sign-in/)).toBeVisible()
  await expect(page).toHaveURL(`${host.url}/connections`)
  await card(page).getByRole('button', { name: 'Connect OneDrive' }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await expect(card(page).getByText('OneDrive is connected.')).toBeVisible()
  await expect(card(page).getByText('dana@outlook.test')).toBeVisible()
  await expect(card(page).getByText('/OpSyncPro')).toBeVisible()

  // A folder of one's own, by keyboard.
  await card(page)
    .getByRole('button', { name: /Change/ })
    .press('Enter')
  const picker = page.getByRole('dialog', { name: 'Where should videos go?' })
  await picker.getByLabel('New folder in here').fill('Reviews')
  await page.keyboard.press('Enter')
  await expect(picker.getByText('Reviews')).toBeVisible()
  await expect(picker.getByText('There are no folders in here.')).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
  await picker.getByRole('button', { name: 'Use this folder' }).press('Enter')
  await expect(card(page).getByText('/Reviews')).toBeVisible()

  // Taken back at Microsoft: found out by using it, said with the way on.
  await microsoft.seed({ revoke_grants: [DANA] })
  await card(page).getByRole('button', { name: 'Test' }).click()
  await expect(card(page).getByText(/Your files are safe/)).toBeVisible()
  await card(page).getByRole('button', { name: 'Reconnect' }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await expect(card(page).getByText('OneDrive is connected.')).toBeVisible()
  await expect(card(page).getByText('/Reviews')).toBeVisible()
  await card(page).getByRole('button', { name: 'Test' }).click()
  await expect(card(page).getByText(/It works, and \/Reviews is there/)).toBeVisible()

  // Gone, and said before it goes.
  await card(page).getByRole('button', { name: 'Disconnect' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect OneDrive' }).click()
  await expect(card(page).getByText('Not connected')).toBeVisible()
  // The 409 of the failed test and the consent page's missing icon are the browser's own lines.
  expect(errors.filter((text) => !/status of (404|409)/.test(text))).toEqual([])
})
