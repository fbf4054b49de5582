import { appendFile, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import type { ApiClient } from '../core/src/http/client.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { videosContract } from '../core/src/videos/contract.ts'
import { startTusStore } from '../frontend/src/testing/tus-store.ts'
import { signUp } from './support/api.ts'
import { clipOf, readClip } from './support/clip.ts'
import { signIn } from './support/dashboard.ts'
import { type Host, startHost, storedFiles } from './support/host.ts'

const MIB = 1024 * 1024
const TUS = '**/storage/v1/upload/resumable/sign**'

let host: Host
let api: ApiClient
let people = 0
let asin = ''

test.beforeAll(async () => {
  // Nothing is made of the videos here: every file in the store is one that was uploaded.
  host = await startHost([], { FFMPEG_PATH: '/nowhere/ffmpeg' })
})
test.afterAll(() => host.close())
test.beforeEach(async ({ page }) => {
  people += 1
  asin = `B${String(people).padStart(9, '0')}`
  const email = `bea${people}@example.test`
  api = await signUp(host.url, email)
  await api(productsContract.create, { body: { asin, title: 'Lamp' } })
  await signIn(page, host.url, email)
  page.on('dialog', (dialog) => void dialog.accept())
})

async function choose(page: Page, ...files: string[]): Promise<void> {
  await page.goto(`${host.url}/videos`)
  await page.getByRole('button', { name: 'Upload videos' }).click()
  await page.getByLabel('Video files').setInputFiles(files)
}
const begin = (page: Page) => page.getByRole('button', { name: /^Upload \d+ videos?$/ }).click()
const tray = (page: Page) => page.getByRole('region', { name: 'Uploads' })
const says = (page: Page, words: RegExp | string) => tray(page).getByRole('paragraph').filter({ hasText: words })

async function fileOf(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'opsyncpro-upload-')), name)
  await writeFile(path, bytes)
  return path
}

const videos = async () => (await api(videosContract.list, { query: {} })).items

async function storedBytes(): Promise<Buffer> {
  const [video] = await videos()
  const { url } = await api(videosContract.download, { params: { id: video?.id ?? '' }, query: {} })
  return Buffer.from(await (await fetch(url)).arrayBuffer())
}

/** Gives the page what a hosted Supabase has and ours has not: resumable uploads, which end up in our store. */
async function offerTus(page: Page) {
  const store = await startTusStore({
    async onWhole(body, { metadata, token }) {
      const path = `${metadata.bucketName}/${metadata.objectName}`
      const headers = { 'content-type': metadata.contentType ?? '' }
      const url = `${host.url}/storage/v1/object/upload/sign/${path}?token=${token}`
      const answer = await fetch(url, { method: 'PUT', headers, body })
      if (!answer.ok) throw new Error(`The store answered ${answer.status}`)
    },
  })
  const { origin } = new URL(store.endpoint)
  await page.route(TUS, (route) => route.continue({ url: route.request().url().replace(host.url, origin) }))
  return store
}

test('where the store takes resumable uploads, one that is cut, offline, paused and reloaded goes on, byte for byte', async ({
  page,
  context,
}) => {
  const store = await offerTus(page)
  const path = await clipOf(60 * MIB + 777, `${asin}.mp4`)
  store.slowDown(8 * MIB)
  await choose(page, path)
  await begin(page)
  await expect(says(page, /^[1-3]\d % · /)).toBeVisible()
  store.cutAfter(MIB)
  await expect(says(page, /The connection broke/)).toBeVisible()
  store.mend()
  await expect(says(page, /^[2-5]\d % · .* of /)).toBeVisible()

  await context.setOffline(true)
  await expect(says(page, /There is no network/)).toBeVisible()
  await context.setOffline(false)
  await expect(says(page, /^[2-6]\d % · .* of /)).toBeVisible()

  await tray(page)
    .getByRole('button', { name: /^Pause/ })
    .click()
  await expect(says(page, /^Paused at [2-8]\d %/)).toBeVisible()

  await page.reload()
  await expect(says(page, /Select the file again to resume · [2-8]\d % uploaded/)).toBeVisible()
  store.slowDown(0)
  await tray(page).getByLabel(`The file ${asin}.mp4`).setInputFiles(path)
  await expect(says(page, /^Saved/)).toBeVisible()
  expect((await readFile(path)).equals(await storedBytes())).toBe(true)
  // Begun once, and what had arrived was not sent again.
  expect(store.received.filter(({ method }) => method === 'POST')).toHaveLength(1)
  await store.close()
})

test('a resumable upload given up leaves nothing in either store', async ({ page }) => {
  const before = await storedFiles(host)
  const store = await offerTus(page)
  store.slowDown(8 * MIB)
  await choose(page, await clipOf(60 * MIB, `${asin}.mp4`))
  await begin(page)
  await expect(says(page, /^[1-5]\d % · /)).toBeVisible()
  await tray(page)
    .getByRole('button', { name: /^Cancel/ })
    .click()
  await expect(says(page, 'Cancelled. Nothing was saved.')).toBeVisible()
  await expect.poll(() => store.files()).toEqual([])
  expect(await storedFiles(host)).toBe(before)
  expect(await videos()).toEqual([])
  await store.close()
})

test('where the store takes none, it is asked once and each file goes in one request', async ({ page }) => {
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/storage/v1/')) sent.push(`${request.method()} ${new URL(request.url()).pathname}`)
  })
  await choose(page, await clipOf(MIB, `${asin}.mp4`), await clipOf(2 * MIB, `${asin}-again.mp4`))
  await begin(page)
  await expect(says(page, /^Saved/)).toHaveCount(2)
  expect(sent.filter((line) => line.startsWith('OPTIONS'))).toEqual(['OPTIONS /storage/v1/upload/resumable/sign'])
  expect(sent.filter((line) => line.startsWith('PUT'))).toHaveLength(2)
})

test('a file that changes between choosing and sending is said; chosen again it goes', async ({ page }) => {
  const before = await storedFiles(host)
  const path = await clipOf(MIB, `${asin}.mp4`)
  await choose(page, path)
  await expect(page.getByRole('button', { name: 'Upload 1 video' })).toBeEnabled()
  await appendFile(path, 'more')
  await begin(page)
  await expect(says(page, /was changed or moved after you chose it. Nothing was sent; choose it again/)).toBeVisible()
  expect(await storedFiles(host)).toBe(before)
  expect(await videos()).toEqual([])

  await choose(page, path)
  await begin(page)
  await expect(says(page, /^Saved/)).toBeVisible()
  expect((await readFile(path)).equals(await storedBytes())).toBe(true)
  expect(await storedFiles(host)).toBe(before + 1)
})

test('a store that has fewer bytes than were announced makes no video; tried again, the whole file is there', async ({
  page,
}) => {
  const before = await storedFiles(host)
  const path = await clipOf(MIB, `${asin}.mp4`)
  const isPut = (url: URL) => url.pathname.includes('/object/upload/sign/')
  await page.route(
    isPut,
    async (route) => {
      const { url, headers } = { url: route.request().url(), headers: { 'content-type': 'video/mp4' } }
      const cut = (await readFile(path)).subarray(0, 5000)
      const { status } = await fetch(url, { method: 'PUT', headers, body: cut })
      await route.fulfill({ status, json: {} })
    },
    { times: 1 },
  )
  await choose(page, path)
  await begin(page)
  await expect(tray(page).getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(says(page, /nothing was saved/i)).toBeVisible()
  expect(await videos()).toEqual([])
  // What arrived is taken away by a job.
  await expect.poll(() => storedFiles(host)).toBe(before)

  await tray(page).getByRole('button', { name: 'Try again' }).click()
  await expect(says(page, /^Saved/)).toBeVisible()
  expect((await readFile(path)).equals(await storedBytes())).toBe(true)
  expect(await storedFiles(host)).toBe(before + 1)
})

test('a renamed text file and an empty one are refused, and the store is as it was', async ({ page }) => {
  const before = await storedFiles(host)
  await choose(page, await fileOf(`${asin}.mp4`, 'just words '.repeat(500)), await fileOf(`${asin}-empty.mp4`, ''))
  const dialog = page.getByRole('dialog', { name: 'Upload videos' })
  await expect(dialog.getByText(`${asin}.mp4 is not a video.`)).toBeVisible()
  await expect(dialog.getByText(`${asin}-empty.mp4 is empty.`)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Upload', exact: true })).toBeDisabled()
  expect(await storedFiles(host)).toBe(before)
  expect(await videos()).toEqual([])
})

test('words that were sent as a video past the page are found out by the store’s own bytes and taken away', async () => {
  const before = await storedFiles(host)
  const [product] = (await api(productsContract.list, { query: {} })).items
  const bytes = new TextEncoder().encode('just words '.repeat(500))
  const file = {
    product_id: product?.id ?? '',
    filename: 'review.mp4',
    file_size: bytes.length,
    mime_type: 'video/mp4' as const,
  }
  const session = await api(videosContract.createStorageUploadSession, { body: file })
  await fetch(session.upload_url, { method: session.method, headers: session.headers, body: bytes })
  expect(await storedFiles(host)).toBe(before + 1)
  const body = { ...file, upload_session_id: session.upload_session_id }
  await expect(api(videosContract.save, { body })).rejects.toThrow(/not an MP4, MOV or WEBM video/)
  await expect.poll(() => storedFiles(host)).toBe(before)
  expect(await videos()).toEqual([])
})

test('a deleted video leaves the store as it was', async ({ page }) => {
  const before = await storedFiles(host)
  await choose(page, await fileOf(`${asin}.mp4`, (await readClip()).subarray(0, 700)))
  await begin(page)
  await expect(says(page, /^Saved/)).toBeVisible()
  expect(await storedFiles(host)).toBe(before + 1)
  await page.getByRole('button', { name: `More for ${asin}.mp4` }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete video' }).click()
  await expect.poll(() => storedFiles(host)).toBe(before)
})
