import { createHash } from 'node:crypto'
import { mkdtemp, open, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { onedriveContract } from '../core/src/connections/onedrive.ts'
import type { ApiClient } from '../core/src/http/client.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { videosContract } from '../core/src/videos/contract.ts'
import { createControl, type EmulatorControl } from '../services/emulators/control-client.ts'
import { signUp } from './support/api.ts'
import { clipOf, readClip } from './support/clip.ts'
import { signIn } from './support/dashboard.ts'
import { type Host, startHost } from './support/host.ts'

const DANA = '3f9a6c1d2b7e4a58'
const MIB = 1024 * 1024
const WEEKS_MS = 15 * 86_400_000

let host: Host
let microsoft: EmulatorControl
let api: ApiClient
let people = 0
let products = 0

test.beforeAll(async () => {
  host = await startHost()
  const { features } = await (await fetch(`${host.url}/api/config`)).json()
  microsoft = createControl(features.onedrive.emulator_url)
})
test.afterAll(() => host.close())

test.beforeEach(async ({ page }) => {
  await microsoft.reset()
  people += 1
  const email = `ann${people}@example.test`
  api = await signUp(host.url, email)
  await signIn(page, host.url, email)
  await connect(page)
  page.on('dialog', (dialog) => void dialog.accept())
})

async function connect(page: Page): Promise<void> {
  await page.goto(`${host.url}/connections`)
  const card = page.getByRole('region', { name: 'OneDrive' })
  await card.getByRole('button', { name: /Connect OneDrive|Reconnect/ }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await expect(card.getByText('OneDrive is connected.')).toBeVisible()
}

async function newAsin(): Promise<string> {
  products += 1
  const asin = `B${String(products).padStart(9, '0')}`
  await api(productsContract.create, { body: { asin, title: `Lamp ${products}` } })
  return asin
}

/** Hands files to the upload manager. */
async function choose(page: Page, files: readonly string[]): Promise<void> {
  await page.goto(`${host.url}/videos`)
  await page.getByRole('button', { name: 'Upload videos' }).click()
  await page.getByLabel('Video files').setInputFiles([...files])
}

const begin = (page: Page) => page.getByRole('button', { name: /^Upload \d+ videos?$/ }).click()
const tray = (page: Page) => page.getByRole('region', { name: 'Uploads' })
/** What an upload says of itself on the screen; the same words are read out elsewhere. */
const says = (page: Page, words: RegExp | string) => tray(page).getByRole('paragraph').filter({ hasText: words })
/** Each fragment takes its time, so that something can happen meanwhile. */
const slowDown = (times = 100) =>
  microsoft.addFault({ match: { method: 'PUT', path: '/upload/*' }, times, delay_ms: 400 })

async function filesInOneDrive(): Promise<number> {
  const { items } = await api(onedriveContract.folders, { query: {} })
  return items.find(({ name }) => name === 'OpSyncPro')?.child_count ?? 0
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** What the store hands out for the only video there is. */
async function storedHash(): Promise<string> {
  const [video] = (await api(videosContract.list, { query: {} })).items
  const { url } = await api(videosContract.download, { params: { id: video?.id ?? '' }, query: {} })
  return sha256(new Uint8Array(await (await fetch(url)).arrayBuffer()))
}

async function fileOf(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'opsyncpro-upload-')), name)
  await writeFile(path, bytes)
  return path
}

test('an upload whose network is cut and whose page is reloaded goes on, and every byte arrives as it was', async ({
  page,
  context,
}) => {
  const asin = await newAsin()
  const path = await clipOf(64 * MIB + 777, `${asin}_final.mp4`)
  await slowDown()
  await choose(page, [path])
  await begin(page)
  await expect(says(page, /^(1|2|3)\d % · /)).toBeVisible()

  await context.setOffline(true)
  await expect(says(page, /There is no network/)).toBeVisible()
  await context.setOffline(false)
  await expect(says(page, /^[3-7]\d % · .* of /)).toBeVisible()

  await page.reload()
  const again = tray(page).getByLabel(`The file ${asin}_final.mp4`)
  await expect(says(page, /Select the file again to resume · [1-9]\d % uploaded/)).toBeVisible()

  const changed = await readFile(path)
  changed.fill(7, changed.length - 5000)
  await again.setInputFiles(await fileOf(`${asin}_final.mp4`, changed))
  await expect(says(page, /is another file than the one this upload began with/)).toBeVisible()

  await microsoft.clearFaults()
  await again.setInputFiles(path)
  await expect(says(page, /^Saved/)).toBeVisible()
  expect(await storedHash()).toBe(sha256(await readFile(path)))
  expect(await filesInOneDrive()).toBe(1)
  await expect(page.getByRole('list', { name: `Steps of ${asin}_final.mp4` }).getByText('In OneDrive')).toBeVisible()
})

test('a paused upload stays where it is, and a cancelled one leaves nothing in OneDrive', async ({ page }) => {
  const asin = await newAsin()
  const path = await clipOf(48 * MIB, `${asin}.mp4`)
  await slowDown()
  await choose(page, [path])
  await begin(page)
  await expect(says(page, /^[2-4]\d % · /)).toBeVisible()
  await tray(page)
    .getByRole('button', { name: /^Pause/ })
    .click()
  await expect(says(page, /^Paused at/)).toBeVisible()
  await tray(page)
    .getByRole('button', { name: /^Resume/ })
    .click()
  await expect(says(page, /^[4-8]\d % · .* of /)).toBeVisible()
  await tray(page)
    .getByRole('button', { name: /^Cancel/ })
    .click()
  await expect(says(page, 'Cancelled. Nothing was saved.')).toBeVisible()
  // The job tells OneDrive to forget what had arrived.
  await expect
    .poll(async () =>
      (await microsoft.requests()).some(({ method, path }) => method === 'DELETE' && path.includes('/upload/')),
    )
    .toBe(true)
  expect(await filesInOneDrive()).toBe(0)
  expect((await api(videosContract.list, { query: {} })).items).toEqual([])
})

test('what is no video or too large is said before a byte is sent', async ({ page }) => {
  const asin = await newAsin()
  const huge = await fileOf(`${asin}-huge.mp4`, await readClip())
  const handle = await open(huge, 'r+')
  await handle.truncate(2 * 1024 * MIB + 1)
  await handle.close()
  await choose(page, [
    await fileOf(`${asin}.mp4`, 'just words'),
    await fileOf(`${asin}-empty.mp4`, ''),
    huge,
    await fileOf('holiday.mp4', await readClip()),
  ])
  const dialog = page.getByRole('dialog', { name: 'Upload videos' })
  await expect(dialog.getByText(`${asin}.mp4 is not a video.`)).toBeVisible()
  await expect(dialog.getByText(`${asin}-empty.mp4 is empty.`)).toBeVisible()
  await expect(dialog.getByText(/at most 2 GB can be sent to OneDrive/)).toBeVisible()
  await expect(dialog.getByText(/No product has the ASIN of this name/)).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Upload', exact: true })).toBeDisabled()
  expect((await microsoft.requests()).filter(({ path }) => path.includes('createUploadSession'))).toEqual([])
})

test('a video that ends in the middle is uploaded, found out and said', async ({ page }) => {
  const asin = await newAsin()
  const whole = await readClip()
  await choose(page, [await fileOf(`${asin}.mp4`, whole.subarray(0, 700))])
  await begin(page)
  await expect(says(page, /^Saved/)).toBeVisible()
  const steps = page.getByRole('list', { name: `Steps of ${asin}.mp4` })
  await expect(steps.getByRole('button', { name: `Retry Checked of ${asin}.mp4` })).toBeVisible({ timeout: 60_000 })
})

test('a session that OneDrive has forgotten is begun anew', async ({ page }) => {
  const asin = await newAsin()
  const path = await clipOf(48 * MIB, `${asin}.mp4`)
  await slowDown()
  await choose(page, [path])
  await begin(page)
  await expect(says(page, /^[2-5]\d % · /)).toBeVisible()
  await tray(page)
    .getByRole('button', { name: /^Pause/ })
    .click()
  await microsoft.clearFaults()
  await microsoft.advanceClock(WEEKS_MS)
  await tray(page)
    .getByRole('button', { name: /^Resume/ })
    .click()
  await expect(says(page, /^Saved/)).toBeVisible()
  expect(await storedHash()).toBe(sha256(await readFile(path)))
})

test('a full OneDrive is said, and after space is freed the upload goes on', async ({ page }) => {
  const asin = await newAsin()
  const account = { id: DANA, display_name: 'Dana Demo', mail: 'dana@outlook.test', type: 'personal' }
  await microsoft.seed({ accounts: [{ ...account, quota_total_bytes: 1000 }] })
  await choose(page, [await clipOf(MIB, `${asin}.mp4`)])
  await begin(page)
  await expect(says(page, /not enough room in OneDrive/)).toBeVisible()
  await microsoft.seed({ accounts: [{ ...account, quota_total_bytes: 1024 * MIB }] })
  await tray(page).getByRole('button', { name: 'Try again' }).click()
  await expect(says(page, /^Saved/)).toBeVisible()
  expect(await filesInOneDrive()).toBe(1)
})

test('access taken back in the middle is said, and after reconnecting the arrived file becomes the video', async ({
  page,
}) => {
  const asin = await newAsin()
  const path = await clipOf(32 * MIB, `${asin}.mp4`)
  await slowDown()
  await choose(page, [path])
  await begin(page)
  await expect(says(page, /^[3-7]\d % · /)).toBeVisible()
  await microsoft.seed({ revoke_grants: [DANA] })
  await expect(tray(page).getByRole('button', { name: 'Try again' })).toBeVisible()
  await expect(says(page, /no longer lets us in/)).toBeVisible()
  await microsoft.clearFaults()
  await connect(page)
  // The page was left for Microsoft's: what had arrived whole is saved without the file.
  await expect(says(page, /^Saved/)).toBeVisible()
  expect(await storedHash()).toBe(sha256(await readFile(path)))
  expect(await filesInOneDrive()).toBe(1)
})
