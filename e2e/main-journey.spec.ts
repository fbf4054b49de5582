import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchWithExtension, openPanel, signInToPanel } from '../chrome-extension/testing/open-panel.ts'
import { PASSWORD } from './support/api.ts'
import { clipOf } from './support/clip.ts'
import { collectErrors } from './support/dashboard.ts'
import { type Host, startHost } from './support/host.ts'

const EMAIL = 'ann@example.test'
const MEGABYTE = 1024 * 1024

let host: Host
test.beforeAll(async () => {
  host = await startHost()
})
test.afterAll(() => host.close())

test('from signing up to a completed upload, in the dashboard and the side panel, and still there after a restart', async ({
  page,
}) => {
  const errors = collectErrors(page)
  const file = await clipOf(24 * MEGABYTE)

  // Sign up.
  await page.goto(host.url)
  await page.getByRole('link', { name: /sign up|create/i }).click()
  await page.getByLabel('Name').fill('Ann')
  await page.getByLabel('Email').fill(EMAIL)
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: /create|sign up/i }).click()
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()

  // Add a product by its ASIN, pasted as an address.
  await page.getByRole('navigation').getByRole('link', { name: 'Products' }).first().click()
  await page.getByRole('button', { name: 'Add product' }).first().click()
  await page.getByLabel('ASIN or Amazon address').fill('https://www.amazon.com/Some-Lamp/dp/b07xjqw9k2?th=1')
  await page.getByLabel('Title').fill('Dimmable desk lamp')
  await page.getByRole('dialog').getByRole('button', { name: 'Add product' }).click()
  const sheet = page.getByRole('dialog')
  await expect(sheet.getByText('B07XJQW9K2').first()).toBeVisible()

  // Upload a real video and watch it arrive.
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 12 * MEGABYTE,
  })
  await sheet.getByLabel('Video file').setInputFiles(file)
  const bar = page.getByRole('progressbar', { name: 'Upload of review.mp4' }).first()
  await expect(bar).toBeVisible()
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0)
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
  await expect(bar).toBeHidden()
  await expect(sheet.getByRole('region', { name: 'Videos' }).getByText('review.mp4')).toBeVisible()

  // A correlated ASIN, entered by hand for home and Germany, and accepted.
  await sheet.getByRole('button', { name: 'Add ASIN' }).click()
  await sheet.getByLabel('ASIN or Amazon address').fill('B0DE000001')
  const soldIn = sheet.getByRole('group', { name: 'Sold in' })
  await expect(soldIn.getByRole('button', { name: /US|United States/ })).toHaveAttribute('aria-pressed', 'true')
  await soldIn.getByRole('button', { name: /DE|Germany/ }).click()
  await sheet.getByRole('form', { name: 'Add correlated ASIN' }).getByRole('button', { name: 'Add ASIN' }).click()
  await sheet.getByRole('button', { name: 'Accept B0DE000001' }).click()

  // One task per ASIN and marketplace, the video on all of them.
  await page.goto(`${host.url}/tasks`)
  const tasks = page.getByRole('listitem', { name: / in (US|DE)$/ })
  await expect(tasks).toHaveCount(3)
  for (const name of ['B07XJQW9K2 in US', 'B0DE000001 in US', 'B0DE000001 in DE']) {
    await expect(page.getByRole('listitem', { name, exact: true })).toBeVisible()
  }
  await expect(page.getByText(/no video/i)).toHaveCount(0)

  // The side panel: sign in once, the same tasks as one group.
  const browser = await launchWithExtension()
  const { panel } = await openPanel({ origin: host.url, browser })
  await signInToPanel(panel, { email: EMAIL, password: PASSWORD })
  const groups = panel.getByRole('list', { name: 'Videos to upload' }).getByRole('listitem')
  await expect(groups.filter({ hasText: 'Dimmable desk lamp' })).toHaveCount(1)
  await groups.getByRole('button').first().click()
  await expect(panel.getByRole('listitem', { name: / in (US|DE)$/ })).toHaveCount(3)

  // Download the file: the bytes are those that were uploaded.
  await panel
    .getByRole('button', { name: /download/i })
    .first()
    .click()
  await expect(panel.getByText(/downloaded|saved|in your downloads/i).first()).toBeVisible()
  expect(await readFile(join(browser.downloadsFolder, 'B07XJQW9K2.mp4'))).toEqual(await readFile(file))

  // Complete a task there, and see it here.
  await panel.getByRole('button', { name: 'Complete B0DE000001 in DE' }).click()
  await expect(panel.getByRole('button', { name: 'Undo B0DE000001 in DE' })).toBeVisible()
  await page.reload()
  await expect(tasks).toHaveCount(2)
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByText('B0DE000001')).toBeVisible()

  // Stop the process and start it again: everything is still there, and both surfaces are still signed in.
  await host.restart()
  await page.goto(`${host.url}/products`)
  await expect(page.getByRole('link', { name: /Dimmable desk lamp/ }).first()).toBeVisible()
  await page.goto(`${host.url}/tasks`)
  await expect(tasks).toHaveCount(2)
  await panel.reload()
  await expect(groups.filter({ hasText: 'Dimmable desk lamp' })).toHaveCount(1)
  await browser.close()
  expect(errors).toEqual([])
})
