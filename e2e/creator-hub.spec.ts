import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from '@playwright/test'
import { correlationsContract } from '../core/src/correlations/contract.ts'
import type { ApiClient } from '../core/src/http/client.ts'
import { type MarketplaceCode, marketplace } from '../core/src/marketplaces.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { tasksContract } from '../core/src/tasks/contract.ts'
import { type Form, hubPage, type Script } from './creator-hub/hub-page.ts'
import { uploadVideo } from './support/api.ts'
import { clipOf } from './support/clip.ts'
import { openPanelOf, panelGroups } from './support/panel.ts'
import { expect, test } from './support/test.ts'
import { MIB } from './support/uploads.ts'

const ASIN = 'B07XJQW9K2'
const SIMILAR = 'B0DE000001'
const MARKETPLACES = ['US', 'CA', 'UK', 'DE'] as const
const TITLE = 'Dimmable desk lamp'

type HubWindow = Window & {
  hub: {
    title: string
    file: { name: string; size: number; hash: string } | null
    presses: number
    submits: number
    errors: string[]
    changes: number
  }
  values: () => unknown[]
}

/** A lamp with its video, to upload in every marketplace in the video's own language. */
async function addLamp(api: ApiClient) {
  const bytes = new Uint8Array(await readFile(await clipOf(2 * MIB)))
  const { id } = await api(productsContract.create, { body: { asin: ASIN, title: TITLE } })
  await api(productsContract.update, { params: { id }, body: { video_title: TITLE } })
  await api(tasksContract.updateMarketplace, { params: { code: 'DE' }, body: { language: 'en' } })
  await uploadVideo(api, id, bytes)
  const body = { product_id: id, similar_asin: SIMILAR, marketplaces: [...MARKETPLACES] }
  const correlation = await api(correlationsContract.create, { body })
  await api(correlationsContract.decide, { params: { id: correlation.id }, body: { decision: 'accepted' } })
  return createHash('sha256').update(bytes).digest('hex')
}

/** Answers Amazon's hosts with saved pages. */
async function saveAmazon(context: BrowserContext) {
  let served: { form: Form; script?: Script } = { form: 'good' }
  await context.route(/^https:\/\/www\.amazon\./, (route) =>
    route.fulfill({ contentType: 'text/html', body: hubPage(served) }),
  )
  const page = await context.newPage()
  const uncaught: Error[] = []
  page.on('pageerror', (error) => uncaught.push(error))
  return {
    page,
    uncaught,
    async open(code: MarketplaceCode, next: { form: Form; script?: Script }, path = '/create/post') {
      served = next
      await page.goto(`https://www.${marketplace(code).domain}${path}`)
      await page.bringToFront()
    },
  }
}

const hubOf = (page: Page) => page.evaluate(() => (window as unknown as HubWindow).hub) // safe: the saved page sets it
const valuesOf = (page: Page) => page.evaluate(() => (window as unknown as HubWindow).values()) // safe: as above
const strip = (panel: Page, code: string) =>
  panel.getByRole('region', { name: `Creator Hub for ${SIMILAR} in ${code}` })

async function openLamp(panel: Page) {
  await panelGroups(panel).getByRole('button').first().click()
  await expect(panel.getByRole('listitem', { name: `${SIMILAR} in US` })).toBeVisible()
}

test('the panel fills in title, ASIN and video on the saved pages of four marketplaces, and the person completes', async ({
  site,
  person,
}) => {
  const hash = await addLamp(person.api)
  const { panel, browser } = await openPanelOf(site, person)
  await openLamp(panel)
  const amazon = await saveAmazon(browser.context)
  for (const code of MARKETPLACES) {
    await amazon.open(code, { form: 'good' })
    const hub = strip(panel, code)
    await hub.getByRole('button', { name: 'Fill title' }).click()
    await expect(hub.getByText('Filled', { exact: true })).toBeVisible()
    // The product search is there once the person has opened it; the panel presses nothing.
    await hub.getByRole('button', { name: 'Find ASIN' }).click()
    await expect(hub.getByText('Open the product search on Amazon’s page first')).toBeVisible()
    await amazon.page.getByRole('button', { name: 'Add products' }).click()
    await hub.getByRole('button', { name: 'Find ASIN' }).click()
    await expect(hub.getByText('Filled. Search for it')).toBeVisible()
    await hub.getByRole('button', { name: 'Attach video' }).click()
    await expect(hub.getByText(/^Attached /)).toBeVisible()

    expect(await hubOf(amazon.page)).toMatchObject({
      title: TITLE,
      file: { size: 2 * MIB, hash },
      changes: 1,
      presses: 0,
      submits: 0,
      errors: [],
    })
    expect(await valuesOf(amazon.page)).toEqual([
      ['bulkFileUploader', 1],
      ['ocpTitleTextArea', TITLE],
      ['cp-asin-picker-search-input', SIMILAR],
    ])
    await panel.getByRole('button', { name: `Complete ${SIMILAR} in ${code}` }).click()
    await expect(panel.getByRole('button', { name: `Undo ${SIMILAR} in ${code}` })).toBeVisible()
    await expect(hub).toBeHidden()
  }
  expect(amazon.uncaught).toEqual([])
  await browser.close()
})

test('on changed pages of four marketplaces nothing wrong is filled in, and the panel offers to copy', async ({
  site,
  person,
}) => {
  await addLamp(person.api)
  const { panel, browser } = await openPanelOf(site, person)
  const panelErrors: Error[] = []
  panel.on('pageerror', (error) => panelErrors.push(error))
  await openLamp(panel)
  const amazon = await saveAmazon(browser.context)
  for (const code of MARKETPLACES) {
    const hub = strip(panel, code)
    await amazon.open(code, { form: 'shadow' })
    await hub.getByRole('button', { name: 'Fill title' }).click()
    await expect(hub.getByText('Filled', { exact: true })).toBeVisible()
    expect(await hubOf(amazon.page)).toMatchObject({ title: TITLE, errors: [] })
    for (const form of ['renamed', 'closed-shadow', 'absent'] as const) {
      await amazon.open(code, { form })
      await expect(hub.getByText(/Amazon changed this page/)).toBeVisible()
      await expect(hub.getByRole('button', { name: 'Copy title' })).toBeVisible()
      await expect(hub.getByRole('button', { name: 'Copy ASIN' })).toBeVisible()
      await expect(hub.getByRole('button', { name: 'Fill title' })).toBeHidden()
      expect(await valuesOf(amazon.page)).toEqual([])
      expect(await hubOf(amazon.page)).toMatchObject({ title: '', file: null, presses: 0, errors: [] })
    }
  }
  expect([...amazon.uncaught, ...panelErrors]).toEqual([])
  await browser.close()
})

test('C-10, C-11, C-12: each fill says what the page made of it', async ({ site, person }) => {
  await addLamp(person.api)
  const { panel, browser } = await openPanelOf(site, person)
  await openLamp(panel)
  const amazon = await saveAmazon(browser.context)
  const hub = strip(panel, 'US')
  const press = (name: string) => hub.getByRole('button', { name }).click()

  await amazon.open('US', { form: 'good', script: 'resets' })
  await press('Fill title')
  await expect(hub.getByText('Amazon’s page removed the title. Copy it and paste it there.')).toBeVisible()

  await amazon.open('US', { form: 'good', script: 'trusted-only' })
  await press('Fill title')
  await expect(hub.getByText('Amazon did not take the title. Copy it and paste it there.')).toBeVisible()
  await press('Attach video')
  await expect(hub.getByText(/Amazon did not take the video/)).toBeVisible()

  await amazon.open('US', { form: 'good', script: 'forgets-file' })
  await press('Fill title')
  await expect(hub.getByText('Filled', { exact: true })).toBeVisible()
  await press('Attach video')
  await expect(hub.getByText(/^Attached /)).toBeVisible()
  expect(await hubOf(amazon.page)).toMatchObject({ changes: 1, file: { size: 2 * MIB }, presses: 0 })

  await amazon.open('US', { form: 'good', script: 'empties-file' })
  await press('Attach video')
  await expect(hub.getByText(/^Attached /)).toBeVisible()
  await browser.close()
})
