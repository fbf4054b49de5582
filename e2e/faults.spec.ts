import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { productsContract } from '../core/src/products/contract.ts'
import { tasksContract } from '../core/src/tasks/contract.ts'
import { videosContract } from '../core/src/videos/contract.ts'
import { signUp, uploadVideo } from './support/api.ts'
import { clipOf, readClip } from './support/clip.ts'
import { signIn } from './support/dashboard.ts'
import { type Host, startHost, storedFiles } from './support/host.ts'

const MEGABYTE = 1024 * 1024
let host: Host
let number = 0
test.beforeAll(async () => {
  host = await startHost()
})
test.afterAll(() => host.close())

async function personWithProduct(page: Page) {
  const email = `person-${++number}@example.test`
  const api = await signUp(host.url, email)
  const product = await api(productsContract.create, { body: { asin: 'B07XJQW9K2', title: 'Desk lamp' } })
  await signIn(page, host.url, email)
  await page.goto(`${host.url}/products/${product.id}`)
  return { api, product, email, videos: page.getByRole('region', { name: 'Videos' }) }
}

const countFiles = () => storedFiles(host)

test('a text file that calls itself a video is refused before anything is sent', async ({ page }) => {
  const { api, videos } = await personWithProduct(page)
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent.push(request.url())
  })
  await videos
    .getByLabel('Video file')
    .setInputFiles({ name: 'review.mp4', mimeType: 'video/mp4', buffer: Buffer.from('hello '.repeat(2000)) })
  await expect(page.getByText(/not an? .*video|MP4, MOV or WEBM/i).first()).toBeVisible()
  expect(sent).toEqual([])
  expect((await api(videosContract.list, { query: {} })).items).toEqual([])
})

test('an upload whose server dies goes on by itself once it is back, and leaves one video and one file', async ({
  page,
}) => {
  const { api, videos, product } = await personWithProduct(page)
  const before = await countFiles()
  const size = 300 * MEGABYTE
  await videos.getByLabel('Video file').setInputFiles(await clipOf(size))
  const bar = page.getByRole('progressbar', { name: 'Upload of review.mp4' }).first()
  await expect
    .poll(async () => Number(await bar.getAttribute('aria-valuenow')), { intervals: [20] })
    .toBeGreaterThan(MEGABYTE)
  await host.restart('SIGKILL')
  await expect(bar).toBeHidden({ timeout: 60_000 })
  await expect(videos.getByRole('button', { name: 'Delete review.mp4' })).toBeVisible()
  const found = (await api(videosContract.list, { query: { product_id: product.id } })).items
  expect(found).toMatchObject([{ filename: 'review.mp4', file_size: size, is_for_tasks: true }])
  expect(await countFiles()).toBe(before + 1)
})

test('an upload given up leaves no file behind', async ({ page }) => {
  const { api, videos } = await personWithProduct(page)
  const before = await countFiles()
  await videos.getByLabel('Video file').setInputFiles(await clipOf(300 * MEGABYTE))
  await page.getByRole('button', { name: 'Cancel upload of review.mp4' }).first().click()
  await expect(page.getByRole('progressbar', { name: 'Upload of review.mp4' })).toHaveCount(0)
  // The job that takes away what arrived runs beside the answer.
  await expect.poll(countFiles).toBe(before)
  expect((await api(videosContract.list, { query: {} })).items).toEqual([])
})

test('two browsers that complete the same task end as one completion', async ({ page, browser }) => {
  const { api, product, email } = await personWithProduct(page)
  await uploadVideo(api, product.id, await readClip())
  await page.goto(`${host.url}/tasks`)
  const other = await (await browser.newContext()).newPage()
  await signIn(other, host.url, email)
  await other.goto(`${host.url}/tasks`)
  const complete = (on: Page) => on.getByRole('button', { name: 'Complete B07XJQW9K2 in US' })
  await expect(complete(page)).toBeVisible()
  await expect(complete(other)).toBeVisible()
  await Promise.all([complete(page).click(), complete(other).click()])
  for (const on of [page, other])
    await expect(on.getByRole('button', { name: 'Reopen B07XJQW9K2 in US' })).toBeVisible()
  const { items } = await api(tasksContract.list, { query: { status: 'completed' } })
  expect(items).toHaveLength(1)
  const { items: again } = await api(tasksContract.list, { query: { status: 'completed' } })
  expect(again[0]?.updated_at).toBe(items[0]?.updated_at)
})

test('a power cut in the middle of writing loses nothing that was acknowledged', async () => {
  const api = await signUp(host.url, 'steady@example.test')
  const acknowledged: string[] = []
  let isCut = false
  const writer = (async () => {
    for (let i = 0; !isCut; i += 1) {
      const asin = `B${String(i).padStart(9, '0')}`
      await api(productsContract.create, { body: { asin } }).then(
        () => acknowledged.push(asin),
        () => undefined,
      )
    }
  })()
  await expect.poll(() => acknowledged.length).toBeGreaterThan(20)
  const restarted = host.restart('SIGKILL')
  isCut = true
  await Promise.all([restarted, writer])
  const kept = new Set<string>()
  let cursor: string | null | undefined
  do {
    const list = await api(productsContract.list, { query: { limit: 200, ...(cursor && { cursor }) } })
    for (const { asin } of list.items) kept.add(asin)
    cursor = list.next_cursor
  } while (cursor)
  expect(acknowledged.filter((asin) => !kept.has(asin))).toEqual([])
})

test('a data folder that is damaged ends the start with one sentence that says what to do', async () => {
  const own = await startHost()
  const control = join(own.dataDir, 'db/global/pg_control')
  await own.restart('SIGKILL')
  await writeFile(control, 'damaged')
  const error = await own.restart('SIGKILL').then(
    () => 'started',
    (caught: Error) => caught.message,
  )
  expect(error).toMatch(/damaged|cannot be (opened|read)|corrupt/i)
  expect(error).toMatch(/--reset-data|move|restore/i)
  expect(error).not.toMatch(/\n\s+at /)
  await own.close()
})
