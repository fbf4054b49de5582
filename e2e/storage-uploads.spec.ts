import { appendFile, readFile } from 'node:fs/promises'
import type { ApiClient } from '../core/src/http/client.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { videosContract } from '../core/src/videos/contract.ts'
import { startTusStore } from '../frontend/src/testing/tus-store.ts'
import { clipOf, readClip } from './support/clip.ts'
import { type Host, storedFiles } from './support/host.ts'
import type { Network } from './support/network.ts'
import { runQueue } from './support/queue.ts'
import { expect, networkTest, test } from './support/test.ts'
import {
  beginUpload,
  chooseFiles,
  fileOf,
  MIB,
  pickAgain,
  press,
  SAID,
  says,
  sessionIsGone,
  uploadButton,
} from './support/uploads.ts'

const ASIN = 'B000000001'
const FILE = `${ASIN}.mp4`

let productId = ''
let before = 0
test.beforeEach(async ({ page, site, person }) => {
  productId = (await person.api(productsContract.create, { body: { asin: ASIN, title: 'Lamp' } })).id
  page.on('dialog', (dialog) => void dialog.accept())
  // Runs all pending jobs of earlier tests, which might change the store later.
  await runQueue(site)
  before = await storedFiles(site)
})

const videos = async (api: ApiClient) => (await api(videosContract.list, { query: {} })).items

async function storedBytes(api: ApiClient): Promise<Buffer> {
  const [video] = await videos(api)
  const { url } = await api(videosContract.download, { params: { id: video?.id ?? '' }, query: {} })
  return Buffer.from(await (await fetch(url)).arrayBuffer())
}

/**
 * Gives the page what a hosted Supabase has and ours does not: resumable uploads in requests of 6 MiB. A complete file
 * ends up in our store.
 */
async function offerTus(network: Network, { url }: Host) {
  const store = await startTusStore({
    async onWhole(body, { metadata, token }) {
      const path = `${metadata.bucketName}/${metadata.objectName}`
      const headers = { 'content-type': metadata.contentType ?? '' }
      const answer = await fetch(`${url}/storage/v1/object/upload/sign/${path}?token=${token}`, {
        method: 'PUT',
        headers,
        body,
      })
      if (!answer.ok) throw new Error(`The store answered ${answer.status}`)
    },
  })
  network.leadUploadsTo(store.endpoint)
  return store
}

networkTest(
  'where the store offers resumable uploads, a broken, offline, paused and reloaded one resumes, byte for byte',
  async ({ page, context, person, site, network }) => {
    const store = await offerTus(network, site)
    const path = await clipOf(30 * MIB + 777, FILE)
    network.holdAfter(9 * MIB)
    await chooseFiles(page, path)
    await beginUpload(page)
    await network.held()
    await expect(says(page, SAID.under('[23]\\d'))).toBeVisible()
    network.cut()
    await expect(says(page, SAID.broke)).toBeVisible()
    network.holdAfter(9 * MIB)
    network.mend()
    await network.held()
    await expect(says(page, SAID.under('[4-6]\\d'))).toBeVisible()

    await context.setOffline(true)
    network.cut()
    await expect(says(page, SAID.noNetwork)).toBeVisible()
    network.holdAfter(4 * MIB)
    network.mend()
    await context.setOffline(false)
    await network.held()
    await expect(says(page, SAID.under('[5-8]\\d'))).toBeVisible()

    await press(page, 'Pause')
    await expect(says(page, SAID.paused('[5-8]\\d'))).toBeVisible()
    network.open()

    await page.reload()
    await expect(says(page, SAID.needsFile('[4-8]\\d'))).toBeVisible()
    await pickAgain(page, FILE).setInputFiles(path)
    await expect(says(page, SAID.saved)).toBeVisible()
    expect((await readFile(path)).equals(await storedBytes(person.api))).toBe(true)
    // The upload was started once, and the stored bytes were not sent again.
    expect(store.received.filter(({ method }) => method === 'POST')).toHaveLength(1)
    const fromTheStart = store.received.filter(({ headers }) => headers['upload-offset'] === '0')
    expect(fromTheStart).toHaveLength(1)
    await store.close()
  },
)

networkTest('a cancelled resumable upload leaves nothing in either store', async ({ page, person, site, network }) => {
  const store = await offerTus(network, site)
  network.holdAfter(9 * MIB)
  await chooseFiles(page, await clipOf(30 * MIB + 777, FILE))
  await beginUpload(page)
  await network.held()
  await expect(says(page, SAID.under('[23]\\d'))).toBeVisible()
  const gone = sessionIsGone(page)
  await press(page, 'Cancel')
  await expect(says(page, SAID.cancelled)).toBeVisible()
  network.open()
  await gone
  await expect.poll(() => store.files()).toEqual([])
  await runQueue(site)
  expect(await storedFiles(site)).toBe(before)
  expect(await videos(person.api)).toEqual([])
  await store.close()
})

test('where the store offers no TUS, it is checked once and each file is sent in one request', async ({ page }) => {
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/storage/v1/')) sent.push(`${request.method()} ${new URL(request.url()).pathname}`)
  })
  await chooseFiles(page, await clipOf(MIB, FILE), await clipOf(2 * MIB, `${ASIN}-again.mp4`))
  await beginUpload(page)
  await expect(says(page, SAID.saved)).toHaveCount(2)
  expect(sent.filter((line) => line.startsWith('OPTIONS'))).toEqual(['OPTIONS /storage/v1/upload/resumable/sign'])
  expect(sent.filter((line) => line.startsWith('PUT'))).toHaveLength(2)
})

test('a file that changes between choosing and sending is reported; chosen again it is sent', async ({
  page,
  person,
  site,
}) => {
  const path = await clipOf(MIB, FILE)
  await chooseFiles(page, path)
  await expect(page.getByRole('button', { name: 'Upload 1 video' })).toBeEnabled()
  await appendFile(path, 'more')
  await beginUpload(page)
  await expect(says(page, /was changed or moved after you chose it. Nothing was sent; choose it again/)).toBeVisible()
  expect(await storedFiles(site)).toBe(before)
  expect(await videos(person.api)).toEqual([])

  await chooseFiles(page, path)
  await beginUpload(page)
  await expect(says(page, SAID.saved)).toBeVisible()
  expect((await readFile(path)).equals(await storedBytes(person.api))).toBe(true)
  expect(await storedFiles(site)).toBe(before + 1)
})

test('a store that has fewer bytes than announced makes no video; after a retry the whole file is there', async ({
  page,
  person,
  site,
}) => {
  const path = await clipOf(MIB, FILE)
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
  const gone = sessionIsGone(page)
  await chooseFiles(page, path)
  await beginUpload(page)
  await expect(uploadButton(page, 'Try again')).toBeVisible()
  await expect(says(page, /nothing was saved/i)).toBeVisible()
  expect(await videos(person.api)).toEqual([])
  // A job deletes the bytes that arrived.
  await gone
  await runQueue(site)
  expect(await storedFiles(site)).toBe(before)

  await press(page, 'Try again')
  await expect(says(page, SAID.saved)).toBeVisible()
  expect((await readFile(path)).equals(await storedBytes(person.api))).toBe(true)
  expect(await storedFiles(site)).toBe(before + 1)
})

test('a renamed text file and an empty one are refused, and the store is unchanged', async ({ page, person, site }) => {
  await chooseFiles(page, await fileOf(FILE, 'just words '.repeat(500)), await fileOf(`${ASIN}-empty.mp4`, ''))
  const dialog = page.getByRole('dialog', { name: 'Upload videos' })
  await expect(dialog.getByText(`${FILE} is not a video.`)).toBeVisible()
  await expect(dialog.getByText(`${ASIN}-empty.mp4 is empty.`)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Upload', exact: true })).toBeDisabled()
  expect(await storedFiles(site)).toBe(before)
  expect(await videos(person.api)).toEqual([])
})

test('text that was sent as a video without the page is detected by its bytes and deleted', async ({
  person,
  site,
}) => {
  const { api } = person
  const bytes = new TextEncoder().encode('just words '.repeat(500))
  const file = {
    product_id: productId,
    filename: 'review.mp4',
    file_size: bytes.length,
    mime_type: 'video/mp4' as const,
  }
  const session = await api(videosContract.createStorageUploadSession, { body: file })
  await fetch(session.upload_url, { method: session.method, headers: session.headers, body: bytes })
  expect(await storedFiles(site)).toBe(before + 1)
  const body = { ...file, upload_session_id: session.upload_session_id }
  await expect(api(videosContract.save, { body })).rejects.toThrow(/not an MP4, MOV or WEBM video/)
  await runQueue(site)
  expect(await storedFiles(site)).toBe(before)
  expect(await videos(api)).toEqual([])
})

test('deleting a video leaves the store as before', async ({ page, site }) => {
  await chooseFiles(page, await fileOf(FILE, (await readClip()).subarray(0, 700)))
  await beginUpload(page)
  await expect(says(page, SAID.saved)).toBeVisible()
  expect(await storedFiles(site)).toBe(before + 1)
  await page.getByRole('button', { name: `More for ${FILE}` }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  const deleted = page.waitForResponse((response) => response.request().method() === 'DELETE' && response.ok())
  await page.getByRole('dialog').getByRole('button', { name: 'Delete video' }).click()
  await deleted
  await runQueue(site)
  expect(await storedFiles(site)).toBe(before)
})
