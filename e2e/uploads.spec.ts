import { createHash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { onedriveContract } from '../core/src/connections/onedrive.ts'
import type { ApiClient } from '../core/src/http/client.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { videosContract } from '../core/src/videos/contract.ts'
import { clipOf, readClip } from './support/clip.ts'
import { runQueue } from './support/queue.ts'
import { expect, test } from './support/test.ts'
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

const DANA = '3f9a6c1d2b7e4a58'
const TWO_WEEKS_MS = 15 * 86_400_000
const ASIN = 'B000000001'
const FILE = `${ASIN}.mp4`
const FRAGMENT_BYTES = 10 * MIB
/** Any of the 10 MiB fragments that send a file to OneDrive, one after the other. */
const ANY_FRAGMENT = { method: 'PUT', path: '/upload/*' }

/** One fragment of a file of so many bytes, sent for the first time or again. */
function fragment(nth: number, size: number) {
  const start = (nth - 1) * FRAGMENT_BYTES
  const end = Math.min(start + FRAGMENT_BYTES, size) - 1
  return { ...ANY_FRAGMENT, headers: { 'content-range': `bytes ${start}-${end}/${size}` } }
}

test.beforeEach(async ({ page, person, microsoft }) => {
  await person.api(productsContract.create, { body: { asin: ASIN, title: 'Lamp' } })
  await microsoft.connect()
  page.on('dialog', (dialog) => void dialog.accept())
})

async function filesInOneDrive(api: ApiClient): Promise<number> {
  const { items } = await api(onedriveContract.folders, { query: {} })
  return items.find(({ name }) => name === 'OpSyncPro')?.child_count ?? 0
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The file that the store answers for the only video. */
async function storedHash(api: ApiClient): Promise<string> {
  const [video] = (await api(videosContract.list, { query: {} })).items
  const { url } = await api(videosContract.download, { params: { id: video?.id ?? '' }, query: {} })
  return sha256(new Uint8Array(await (await fetch(url)).arrayBuffer()))
}

test('an upload whose network breaks and whose page is reloaded resumes, and every byte arrives unchanged', async ({
  page,
  context,
  person,
  microsoft,
}) => {
  const name = `${ASIN}_final.mp4`
  const size = 38 * MIB + 777
  const path = await clipOf(size, name)
  const second = await microsoft.holdAt(fragment(2, size))
  await chooseFiles(page, path)
  await beginUpload(page)
  await second.reached()
  await expect(says(page, SAID.under('[2-5]\\d'))).toBeVisible()

  await context.setOffline(true)
  await microsoft.addFault({ match: ANY_FRAGMENT, times: 1, drop: 'before' })
  await second.open()
  await expect(says(page, SAID.noNetwork)).toBeVisible()
  await microsoft.clearFaults()
  const third = await microsoft.holdAt(fragment(3, size))
  await context.setOffline(false)
  await third.reached()
  await expect(says(page, SAID.under('[5-7]\\d'))).toBeVisible()

  await page.reload()
  await expect(says(page, SAID.needsFile('5\\d'))).toBeVisible()

  const changed = await readFile(path)
  changed.fill(7, changed.length - 5000)
  await pickAgain(page, name).setInputFiles(await fileOf(name, changed))
  await expect(says(page, /is a different file from the one this upload started with/)).toBeVisible()

  await third.open()
  await pickAgain(page, name).setInputFiles(path)
  await expect(says(page, SAID.saved)).toBeVisible()
  expect(await storedHash(person.api)).toBe(sha256(await readFile(path)))
  expect(await filesInOneDrive(person.api)).toBe(1)
  await expect(page.getByRole('list', { name: `Steps of ${name}` }).getByText('In OneDrive')).toBeVisible()
})

test('a paused upload stays where it is, and a cancelled one leaves nothing in OneDrive', async ({
  page,
  person,
  site,
  microsoft,
}) => {
  const size = 45 * MIB
  const path = await clipOf(size, FILE)
  const second = await microsoft.holdAt(fragment(2, size))
  await chooseFiles(page, path)
  await beginUpload(page)
  await second.reached()
  await expect(says(page, SAID.under('[234]\\d'))).toBeVisible()
  await press(page, 'Pause')
  await expect(says(page, SAID.paused('[234]\\d'))).toBeVisible()
  const third = await microsoft.holdAt(fragment(3, size))
  await second.open()
  await press(page, 'Resume')
  await third.reached()
  await expect(says(page, SAID.under('[4-6]\\d'))).toBeVisible()
  const gone = sessionIsGone(page)
  await press(page, 'Cancel')
  await expect(says(page, SAID.cancelled)).toBeVisible()
  await gone
  await third.open()
  // The job cancels the upload at OneDrive.
  await runQueue(site)
  const forgotten = (await microsoft.requests()).filter(
    ({ method, path: asked }) => method === 'DELETE' && asked.includes('/upload/'),
  )
  expect(forgotten).not.toEqual([])
  expect(await filesInOneDrive(person.api)).toBe(0)
  expect((await person.api(videosContract.list, { query: {} })).items).toEqual([])
})

test('a file that is no video or too large is reported before a byte is sent', async ({ page, microsoft }) => {
  const huge = await fileOf(`${ASIN}-huge.mp4`, await readClip())
  const handle = await open(huge, 'r+')
  await handle.truncate(2 * 1024 * MIB + 1)
  await handle.close()
  await chooseFiles(
    page,
    await fileOf(FILE, 'just words'),
    await fileOf(`${ASIN}-empty.mp4`, ''),
    huge,
    await fileOf('holiday.mp4', await readClip()),
  )
  const dialog = page.getByRole('dialog', { name: 'Upload videos' })
  await expect(dialog.getByText(`${FILE} is not a video.`)).toBeVisible()
  await expect(dialog.getByText(`${ASIN}-empty.mp4 is empty.`)).toBeVisible()
  await expect(dialog.getByText(/at most 2 GB can be sent to OneDrive/)).toBeVisible()
  await expect(dialog.getByText(/No product has the ASIN of this name/)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Upload', exact: true })).toBeDisabled()
  expect((await microsoft.requests()).filter(({ path }) => path.includes('createUploadSession'))).toEqual([])
})

test('an upload whose session OneDrive lost starts over', async ({ page, person, microsoft }) => {
  const size = 24 * MIB
  const path = await clipOf(size, FILE)
  const second = await microsoft.holdAt(fragment(2, size))
  await chooseFiles(page, path)
  await beginUpload(page)
  await second.reached()
  await expect(says(page, SAID.under('[4-8]\\d'))).toBeVisible()
  await press(page, 'Pause')
  await microsoft.advanceClock(TWO_WEEKS_MS)
  await second.open()
  await press(page, 'Resume')
  await expect(says(page, SAID.saved)).toBeVisible()
  expect(await storedHash(person.api)).toBe(sha256(await readFile(path)))
})

test('a full OneDrive is reported, and after space is freed the upload resumes', async ({
  page,
  person,
  microsoft,
}) => {
  const account = { id: DANA, display_name: 'Dana Demo', mail: 'dana@outlook.test', type: 'personal' }
  await microsoft.seed({ accounts: [{ ...account, quota_total_bytes: 1000 }] })
  await chooseFiles(page, await clipOf(MIB, FILE))
  await beginUpload(page)
  await expect(says(page, /OneDrive is too full for this file/)).toBeVisible()
  await microsoft.seed({ accounts: [{ ...account, quota_total_bytes: 1024 * MIB }] })
  await press(page, 'Try again')
  await expect(says(page, SAID.saved)).toBeVisible()
  expect(await filesInOneDrive(person.api)).toBe(1)
})

test('a revoked access in the middle is reported, and after reconnecting the arrived file becomes the video', async ({
  page,
  person,
  microsoft,
}) => {
  const size = 24 * MIB
  const path = await clipOf(size, FILE)
  const second = await microsoft.holdAt(fragment(2, size))
  await chooseFiles(page, path)
  await beginUpload(page)
  await second.reached()
  await expect(says(page, SAID.under('[4-8]\\d'))).toBeVisible()
  await microsoft.seed({ revoke_grants: [DANA] })
  await second.open()
  await expect(uploadButton(page, 'Try again')).toBeVisible()
  await expect(says(page, /no longer lets us in/)).toBeVisible()
  await page.goto('/connections')
  const card = page.getByRole('region', { name: 'OneDrive' })
  await card.getByRole('button', { name: /Connect OneDrive|Reconnect/ }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await expect(card.getByText('OneDrive is connected.')).toBeVisible()
  // The person left the page for Microsoft's: a complete upload is saved without the file.
  await expect(says(page, SAID.saved)).toBeVisible()
  expect(await storedHash(person.api)).toBe(sha256(await readFile(path)))
  expect(await filesInOneDrive(person.api)).toBe(1)
})
