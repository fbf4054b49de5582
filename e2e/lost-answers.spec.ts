import type { Page } from '@playwright/test'
import { productsContract } from '../core/src/products/contract.ts'
import { tasksContract } from '../core/src/tasks/contract.ts'
import { videosContract } from '../core/src/videos/contract.ts'
import { callApi, uploadVideo } from './support/api.ts'
import { CLIP, readClip } from './support/clip.ts'
import { runQueue } from './support/queue.ts'
import { expect, test } from './support/test.ts'

const ASIN = 'B07XJQW9K2'
const LISTING = 'JBL Tune 510BT On-Ear Headphones Blue'

/**
 * The server does what it is asked, and its answer never arrives: so many times for this method and address. Answers how
 * often the server really acted.
 */
async function loseAnswers(page: Page, method: string, path: RegExp, times: number): Promise<() => number> {
  let lost = 0
  await page.route(
    (url) => path.test(url.pathname),
    async (route) => {
      if (route.request().method() !== method || lost >= times) return route.continue()
      lost += 1
      await route.fetch()
      await route.abort('connectionreset')
    },
  )
  return () => lost
}

const isChecked = (page: Page) => expect(page.getByText('Checked with the server')).toBeVisible()
const saysNothingFailed = (page: Page) => expect(page.getByText(/was not (changed|added|saved)/)).toHaveCount(0)

test('a product is added once when the first answer is lost, and the person notices nothing', async ({
  page,
  person,
}) => {
  const lost = await loseAnswers(page, 'POST', /^\/api\/sourced-products$/, 1)
  await page.goto('/products')
  await page.getByRole('button', { name: 'Add product' }).first().click()
  await page.getByLabel('ASIN or Amazon link').fill(ASIN)
  await page.getByRole('dialog').getByRole('button', { name: 'Add product' }).click()
  await expect(page.getByText(ASIN).first()).toBeVisible()
  expect(lost()).toBe(1)
  await saysNothingFailed(page)
  expect((await person.api(productsContract.list, { query: {} })).items).toHaveLength(1)
})

test('a product is added once when every answer is lost, and the page ends true', async ({ page, person }) => {
  await loseAnswers(page, 'POST', /^\/api\/sourced-products$/, 2)
  await page.goto('/products')
  await page.getByRole('button', { name: 'Add product' }).first().click()
  await page.getByLabel('ASIN or Amazon link').fill(ASIN)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Add product' }).click()
  await isChecked(page)
  // Pressing again is the same request: it gets the first one's answer.
  await dialog.getByRole('button', { name: 'Add product' }).click()
  await expect(page.getByText(ASIN).first()).toBeVisible()
  expect((await person.api(productsContract.list, { query: {} })).items).toHaveLength(1)
})

test('an edit whose answer is lost shows what was saved', async ({ page, person }) => {
  const { id } = await person.api(productsContract.create, {
    body: { asin: ASIN, title: 'Desk lamp', brand: 'Luminar' },
  })
  await loseAnswers(page, 'PATCH', /^\/api\/sourced-products\/[^/]+$/, 1)
  await page.goto(`/products/${id}`)
  const brand = page.getByRole('dialog', { name: 'Desk lamp' }).getByRole('textbox', { name: 'Brand' })
  await brand.fill('Muji')
  await brand.press('Enter')
  await isChecked(page)
  await expect(brand).toHaveValue('Muji')
  await saysNothingFailed(page)
  expect((await person.api(productsContract.get, { params: { id } })).brand).toBe('Muji')
})

test('a bulk edit whose answers are lost is one change, and the page ends true', async ({ page, person }) => {
  for (const [index, title] of ['Desk lamp', 'Floor lamp'].entries())
    await person.api(productsContract.create, { body: { asin: `B00000000${index}`, title } })
  await loseAnswers(page, 'POST', /^\/api\/sourced-products\/bulk$/, 2)
  await page.goto('/products')
  await page.getByRole('checkbox', { name: 'Select Desk lamp' }).press('Space')
  await page.getByRole('checkbox', { name: 'Select Floor lamp' }).press('Space')
  const bar = page.getByRole('region', { name: 'Selected products' })
  await bar.getByRole('button', { name: 'Archive' }).click()
  await isChecked(page)
  await saysNothingFailed(page)
  const { items } = await person.api(productsContract.changes, { query: {} })
  expect(items.filter(({ kind }) => kind === 'bulk')).toHaveLength(1)
})

test('a completion whose answers are lost is one completion, and the page shows it', async ({ page, person }) => {
  const { id } = await person.api(productsContract.create, { body: { asin: ASIN, title: 'Desk lamp' } })
  await uploadVideo(person.api, id, await readClip())
  await loseAnswers(page, 'PATCH', /^\/api\/influencer-tasks\/[^/]+$/, 2)
  await page.goto('/tasks')
  await page.getByRole('button', { name: `Complete ${ASIN} in US` }).click()
  await isChecked(page)
  await saysNothingFailed(page)
  expect((await person.api(tasksContract.list, { query: { status: 'completed' } })).items).toHaveLength(1)
})

test('an undo whose answers are lost is one undo, and the page shows it', async ({ page, person }) => {
  const { id } = await person.api(productsContract.create, {
    body: { asin: ASIN, title: 'Desk lamp', brand: 'Luminar' },
  })
  await loseAnswers(page, 'POST', /^\/api\/changes\/[^/]+\/undo$/, 2)
  await page.goto(`/products/${id}`)
  const brand = page.getByRole('dialog', { name: 'Desk lamp' }).getByRole('textbox', { name: 'Brand' })
  await brand.fill('Muji')
  await brand.press('Enter')
  await page
    .getByRole('listitem')
    .filter({ hasText: `Brand of ${ASIN} changed` })
    .getByRole('button', { name: 'Undo' })
    .click()
  await isChecked(page)
  await expect(brand).toHaveValue('Luminar')
  const { items } = await person.api(productsContract.changes, { query: {} })
  expect(items.filter(({ kind }) => kind === 'undo')).toHaveLength(1)
})

test('a price whose answers are lost is one price change', async ({ page, person, site, ebay }) => {
  await ebay.connect()
  await runQueue(site)
  await loseAnswers(page, 'POST', /^\/api\/listings\/[^/]+\/price$/, 2)
  await page.goto('/listings?q=JBL')
  await page
    .getByRole('link', { name: LISTING })
    .or(page.getByRole('button', { name: LISTING, exact: true }))
    .first()
    .click()
  const sheet = page.getByRole('dialog', { name: LISTING })
  await sheet.getByLabel(/^New price/).fill('31.50')
  await sheet.getByRole('button', { name: 'Change price' }).click()
  await isChecked(page)
  await runQueue(site)
  const { items } = await callApi(site, person, 'GET', '/api/price-reduction-logs?limit=50')
  expect(items.filter(({ kind }: { kind: string }) => kind === 'manual')).toHaveLength(1)
})

test('a video whose saving got no answer is saved once', async ({ page, person }) => {
  const { id } = await person.api(productsContract.create, { body: { asin: ASIN, title: 'Desk lamp' } })
  const lost = await loseAnswers(page, 'POST', /^\/api\/videos$/, 2)
  await page.goto(`/products/${id}`)
  const videos = page.getByRole('region', { name: 'Videos' })
  await videos.getByLabel('Video file').setInputFiles(CLIP)
  await expect(videos.getByRole('button', { name: 'Delete clip.mp4' })).toBeVisible()
  expect(lost()).toBe(2)
  expect((await person.api(videosContract.list, { query: {} })).items).toHaveLength(1)
})
