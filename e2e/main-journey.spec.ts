import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { launchWithExtension, openPanel, signInToPanel } from '../chrome-extension/testing/open-panel.ts'
import { correlationsContract } from '../core/src/correlations/contract.ts'
import type { ApiClient } from '../core/src/http/client.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { uploadVideo } from './support/api.ts'
import { clipOf } from './support/clip.ts'
import { besidesLookups } from './support/dashboard.ts'
import { openPanelOf, panelGroups } from './support/panel.ts'
import { expect, mortalTest, networkTest, test } from './support/test.ts'
import { MIB } from './support/uploads.ts'

const ASIN = 'B07XJQW9K2'
const SIMILAR = 'B0DE000001'
const TITLE = 'Dimmable desk lamp'
/** One per ASIN and marketplace. */
const TASKS = [`${ASIN} in US`, `${SIMILAR} in US`, `${SIMILAR} in DE`]

/** A lamp with its video. Answers the bytes. */
async function addLamp(api: ApiClient) {
  const bytes = new Uint8Array(await readFile(await clipOf(2 * MIB)))
  const { id } = await api(productsContract.create, { body: { asin: ASIN, title: TITLE } })
  await uploadVideo(api, id, bytes)
  return { id, bytes }
}

/** The same with an accepted correlated ASIN. */
async function addTasks(api: ApiClient) {
  const lamp = await addLamp(api)
  const body = { product_id: lamp.id, similar_asin: SIMILAR, marketplaces: ['US' as const, 'DE' as const] }
  const { id } = await api(correlationsContract.create, { body })
  await api(correlationsContract.decide, { params: { id }, body: { decision: 'accepted' } })
  return lamp
}

const tasks = (on: Page) => on.getByRole('listitem', { name: / in (US|DE)$/ })

networkTest(
  'a product is added by a pasted link, and the page shows its video arrive',
  async ({ page, network, errors }) => {
    await page.goto('/products')
    await page.getByRole('button', { name: 'Add product' }).first().click()
    await page.getByLabel('ASIN or Amazon link').fill('https://www.amazon.com/Some-Lamp/dp/b07xjqw9k2?th=1')
    await page.getByLabel('Title').fill(TITLE)
    await page.getByRole('dialog').getByRole('button', { name: 'Add product' }).click()
    const sheet = page.getByRole('dialog')
    await expect(sheet.getByText(ASIN).first()).toBeVisible()

    network.holdAfter(6 * MIB)
    await sheet.getByLabel('Video file').setInputFiles(await clipOf(24 * MIB))
    await network.held()
    const bar = page.getByRole('progressbar', { name: 'Upload of review.mp4' }).first()
    await expect(bar).toBeVisible()
    await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0)
    network.open()
    await expect(bar).toBeHidden()
    await expect(sheet.getByRole('region', { name: 'Videos' }).getByText('review.mp4')).toBeVisible()
    expect(besidesLookups(errors)).toEqual([])
  },
)

test('an accepted correlated ASIN creates a task per marketplace, with the video on all of them', async ({
  page,
  person,
  errors,
}) => {
  const { id } = await addLamp(person.api)
  await page.goto(`/products/${id}`)
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Add ASIN' }).click()
  await sheet.getByLabel('ASIN or Amazon link').fill(SIMILAR)
  const soldIn = sheet.getByRole('group', { name: 'Sold in' })
  await expect(soldIn.getByRole('button', { name: /US|United States/ })).toHaveAttribute('aria-pressed', 'true')
  await soldIn.getByRole('button', { name: /DE|Germany/ }).click()
  await sheet.getByRole('form', { name: 'Add correlated ASIN' }).getByRole('button', { name: 'Add ASIN' }).click()
  const accepted = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/api/correlations/bulk'),
  )
  await sheet.getByRole('button', { name: `Accept ${SIMILAR}` }).click()
  await accepted

  await page.goto('/tasks')
  await expect(tasks(page)).toHaveCount(3)
  for (const name of TASKS) await expect(page.getByRole('listitem', { name, exact: true })).toBeVisible()
  await expect(page.getByText(/no video/i)).toHaveCount(0)
  expect(errors).toEqual([])
})

test('the side panel shows the same tasks, downloads the same bytes, and the dashboard shows its completions', async ({
  page,
  person,
  site,
  errors,
}) => {
  const { bytes } = await addTasks(person.api)
  const { panel, browser } = await openPanelOf(site, person)
  await expect(panelGroups(panel).filter({ hasText: TITLE })).toHaveCount(1)
  await panelGroups(panel).getByRole('button').first().click()
  await expect(tasks(panel)).toHaveCount(3)

  await panel
    .getByRole('button', { name: /download/i })
    .first()
    .click()
  await expect(panel.getByText(/downloaded|saved|in your downloads/i).first()).toBeVisible()
  expect(await readFile(join(browser.downloadsFolder, 'OpSyncPro', ASIN, `${ASIN}.mp4`))).toEqual(Buffer.from(bytes))

  await panel.getByRole('button', { name: `Complete ${SIMILAR} in DE` }).click()
  await expect(panel.getByRole('button', { name: `Undo ${SIMILAR} in DE` })).toBeVisible()
  await expect(panel.getByText('Waiting to be sent')).toHaveCount(0)
  await page.goto('/tasks')
  await expect(tasks(page)).toHaveCount(2)
  await page.getByRole('tab', { name: 'History' }).click()
  await expect(page.getByText(SIMILAR)).toBeVisible()
  await browser.close()
  expect(errors).toEqual([])
})

mortalTest(
  'after a restart everything is there, and the dashboard and the panel are still signed in',
  async ({ page, person, site }) => {
    await addTasks(person.api)
    await page.goto('/tasks')
    await expect(tasks(page)).toHaveCount(3)
    const browser = await launchWithExtension()
    const { panel } = await openPanel({ origin: site.url, browser })
    await signInToPanel(panel, person)
    await expect(panelGroups(panel).filter({ hasText: TITLE })).toHaveCount(1)

    await site.restart()
    await page.goto('/products')
    await expect(page.getByRole('link', { name: new RegExp(TITLE) }).first()).toBeVisible()
    await page.goto('/tasks')
    await expect(tasks(page)).toHaveCount(3)
    await panel.reload()
    await expect(panelGroups(panel).filter({ hasText: TITLE })).toHaveCount(1)
    await browser.close()
  },
)
