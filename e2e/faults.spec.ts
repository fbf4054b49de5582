import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { productsContract } from '../core/src/products/contract.ts'
import { tasksContract } from '../core/src/tasks/contract.ts'
import { videosContract } from '../core/src/videos/contract.ts'
import { type Person, uploadVideo } from './support/api.ts'
import { clipOf, readClip } from './support/clip.ts'
import { storedFiles } from './support/host.ts'
import { runQueue } from './support/queue.ts'
import { expect, mortalNetworkTest, mortalTest, networkTest, openBrowserOf, test } from './support/test.ts'
import { MIB, sessionIsGone } from './support/uploads.ts'

const ASIN = 'B07XJQW9K2'

async function openProduct(page: Page, { api }: Person) {
  const product = await api(productsContract.create, { body: { asin: ASIN, title: 'Desk lamp' } })
  await page.goto(`/products/${product.id}`)
  return { product, videos: page.getByRole('region', { name: 'Videos' }) }
}

const bar = (page: Page) => page.getByRole('progressbar', { name: 'Upload of review.mp4' })

test('a text file named like a video is refused before anything is sent', async ({ page, person }) => {
  const { videos } = await openProduct(page, person)
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent.push(request.url())
  })
  await videos
    .getByLabel('Video file')
    .setInputFiles({ name: 'review.mp4', mimeType: 'video/mp4', buffer: Buffer.from('hello '.repeat(2000)) })
  await expect(page.getByText(/not an? .*video|MP4, MOV or WEBM/i).first()).toBeVisible()
  expect(sent).toEqual([])
  expect((await person.api(videosContract.list, { query: {} })).items).toEqual([])
})

networkTest('a cancelled upload leaves no file behind', async ({ page, person, site, network }) => {
  const { videos } = await openProduct(page, person)
  const before = await storedFiles(site)
  network.holdAfter(5 * MIB)
  await videos.getByLabel('Video file').setInputFiles(await clipOf(20 * MIB))
  await network.held()
  const cancelled = sessionIsGone(page)
  await page.getByRole('button', { name: 'Cancel upload of review.mp4' }).first().click()
  await expect(bar(page)).toHaveCount(0)
  network.cut()
  await cancelled
  // The job that deletes the bytes that arrived.
  await runQueue(site)
  await expect.poll(() => storedFiles(site)).toBe(before)
  expect((await person.api(videosContract.list, { query: {} })).items).toEqual([])
})

test('two browsers that complete the same task end as one completion', async ({ page, person, site }) => {
  const { api } = person
  const product = await api(productsContract.create, { body: { asin: ASIN, title: 'Desk lamp' } })
  await uploadVideo(api, product.id, await readClip())
  const other = await openBrowserOf(page, site, person)
  const complete = (on: Page) => on.getByRole('button', { name: `Complete ${ASIN} in US` })
  for (const on of [page, other]) {
    await on.goto('/tasks')
    await expect(complete(on)).toBeVisible()
  }
  await Promise.all([complete(page).click(), complete(other).click()])
  for (const on of [page, other]) await expect(on.getByRole('button', { name: `Reopen ${ASIN} in US` })).toBeVisible()
  const { items } = await api(tasksContract.list, { query: { status: 'completed' } })
  expect(items).toHaveLength(1)
  const { items: again } = await api(tasksContract.list, { query: { status: 'completed' } })
  expect(again[0]?.updated_at).toBe(items[0]?.updated_at)
})

mortalNetworkTest(
  'an upload whose server dies resumes automatically once it is back, and leaves one video and one file',
  async ({ page, person, site, network }) => {
    const { videos, product } = await openProduct(page, person)
    const before = await storedFiles(site)
    const size = 20 * MIB
    network.holdAfter(5 * MIB)
    await videos.getByLabel('Video file').setInputFiles(await clipOf(size))
    await network.held()
    await expect.poll(async () => Number(await bar(page).first().getAttribute('aria-valuenow'))).toBeGreaterThan(MIB)
    await site.end('SIGKILL')
    network.open()
    await site.start()
    await expect(bar(page).first()).toBeHidden()
    await expect(videos.getByRole('button', { name: 'Delete review.mp4' })).toBeVisible()
    const found = (await person.api(videosContract.list, { query: { product_id: product.id } })).items
    expect(found).toMatchObject([{ filename: 'review.mp4', file_size: size, is_for_tasks: true }])
    expect(await storedFiles(site)).toBe(before + 1)
  },
)

mortalTest('a power failure in the middle of writing loses nothing that was acknowledged', async ({ person, site }) => {
  const { api } = person
  const acknowledged: string[] = []
  const enough = Promise.withResolvers<void>()
  let isCut = false
  const writer = (async () => {
    for (let i = 0; !isCut; i += 1) {
      const asin = `B${String(i).padStart(9, '0')}`
      await api(productsContract.create, { body: { asin } }).then(
        () => acknowledged.push(asin),
        () => undefined,
      )
      if (acknowledged.length > 20) enough.resolve()
    }
  })()
  await enough.promise
  const restarted = site.restart('SIGKILL')
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

mortalTest('a damaged data folder ends the start with one sentence that says what to do', async ({ mortal }) => {
  const control = join(mortal.dataDir, 'db/global/pg_control')
  await mortal.end('SIGKILL')
  const whole = await readFile(control)
  await writeFile(control, 'damaged')
  const error = await mortal.start().then(
    () => 'started',
    (caught: Error) => caught.message,
  )
  expect(error).toMatch(/damaged|cannot be (opened|read)|corrupt/i)
  expect(error).toMatch(/--reset-data|move|restore/i)
  expect(error).not.toMatch(/\n\s+at /)
  await writeFile(control, whole)
  await mortal.start()
})
