import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import type { ApiClient } from '../core/src/http/client.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { videosContract } from '../core/src/videos/contract.ts'
import type { ProductVideo } from '../core/src/videos/schema.ts'
import { uploadVideo } from './support/api.ts'
import { CLIP, readClip } from './support/clip.ts'
import { runQueueDry } from './support/queue.ts'
import { test as base, expect } from './support/test.ts'
import { beginUpload, chooseFiles, fileOf, SAID, says } from './support/uploads.ts'

const ASIN = 'B07XJQW9K2'
/** A dub takes so long that it is ready only when the test says so. */
const UNTIL_TOLD_MS = 24 * 3_600_000

const test = base.extend({ site: async ({ workshop }, use) => use(workshop.host) })

let productId = ''
test.beforeEach(async ({ workshop, person: { api } }) => {
  workshop.setOutage(null)
  await workshop.crashFfmpeg(false)
  productId = (await api(productsContract.create, { body: { asin: ASIN, title: 'Lamp' } })).id
})

const steps = (page: Page) => page.getByRole('list', { name: 'Steps of clip.mp4' })
const step = (page: Page, name: string) => steps(page).getByRole('listitem').filter({ hasText: name })
const retry = (page: Page, name: string) => page.getByRole('button', { name: `Retry ${name} of clip.mp4` })
const isConverted = (page: Page) => expect(step(page, 'Transcoded')).toContainText('Plays everywhere')

const isDubbed = (page: Page) => expect(step(page, 'Dubbed')).toHaveText(/German$/)

async function upload(page: Page, api: ApiClient): Promise<ProductVideo> {
  const { video } = await uploadVideo(api, productId, await readClip())
  await page.goto('/videos')
  return video
}

const answered = (page: Page, path: string) =>
  page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith(path))

test('while the transcoder is down the steps wait and say why; when it stays down they fail, and Retry works later', async ({
  page,
  person,
  site,
  workshop,
}) => {
  workshop.setOutage({ status: 503, headers: { 'retry-after': '600' } })
  await upload(page, person.api)
  await expect(step(page, 'Transcoded')).toContainText(
    'Converting: waits. The transcoder does not answer. We retry automatically.',
  )
  await expect(step(page, 'Checked')).toContainText('Waits for the conversion')
  await expect(retry(page, 'Transcoded')).toBeHidden()
  await runQueueDry(site)
  await expect(retry(page, 'Transcoded')).toBeVisible()
  await expect(step(page, 'Transcoded')).toContainText('The transcoder does not answer')
  await expect(step(page, 'Checked')).toContainText('Waits for the conversion')

  workshop.setOutage(null)
  await retry(page, 'Transcoded').click()
  await isConverted(page)
  await expect(step(page, 'Checked')).toContainText('×')
  await expect(retry(page, 'Transcoded')).toBeHidden()
})

test('when ffmpeg crashes the video is checked but not converted, with the reason, and Retry converts it', async ({
  page,
  person,
  workshop,
}) => {
  await workshop.crashFfmpeg(true)
  await upload(page, person.api)
  await expect(retry(page, 'Transcoded')).toBeVisible()
  await expect(step(page, 'Checked')).toContainText('×')
  await expect(step(page, 'Transcoded')).toContainText(/converted|ffmpeg/i)
  await expect(step(page, 'Transcoded')).not.toContainText('Plays everywhere')

  await workshop.crashFfmpeg(false)
  await retry(page, 'Transcoded').click()
  await isConverted(page)
})

test('a dub is priced, accepted, made and downloaded; too few credits are reported, and Retry works once there are more', async ({
  page,
  person,
  site,
  elevenlabs,
}) => {
  await elevenlabs.seed({ credits_left: 0, processing_ms: UNTIL_TOLD_MS })
  await upload(page, person.api)
  await isConverted(page)
  await page.getByRole('button', { name: 'Dub clip.mp4' }).click()
  await page.getByRole('menuitem', { name: 'German' }).click()
  const dialog = page.getByRole('dialog', { name: 'Dub to German' })
  await expect(dialog.getByText(/German: .*about \d+ credits/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Dub to German' }).click()
  await expect(step(page, 'Dubbed')).toContainText('too few credits left. Nothing was spent')

  await elevenlabs.seed({ credits_left: 100_000 })
  await retry(page, 'Dubbed').click()
  await expect(dialog.getByText(/about \d+ credits/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Dub to German' }).click()
  await expect(step(page, 'Dubbed')).toContainText(/German: \d+%/)
  await elevenlabs.run('finish', {})
  await runQueueDry(site)
  await isDubbed(page)

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download clip.mp4' }).click()
  await page.getByRole('menuitem', { name: 'German version' }).click()
  const file = await downloading
  expect(file.suggestedFilename()).toBe(`${ASIN}_German.mp4`)
  expect((await readFile(await file.path())).length).toBeGreaterThan(1000)
})

test('a vendor failure fails the dub with the reason, and Retry continues the paid work for free', async ({
  page,
  person: { api },
  site,
  elevenlabs,
}) => {
  await elevenlabs.seed({ processing_ms: UNTIL_TOLD_MS })
  const video = await upload(page, api)
  await isConverted(page)
  const query = { language: 'de' as const }
  const { estimated_credits } = await api(videosContract.dubEstimate, { params: { id: video.id }, query })
  await api(videosContract.dub, {
    params: { id: video.id },
    body: { ...query, confirmed_credits: estimated_credits },
  })
  await page.reload()
  await expect(step(page, 'Dubbed')).toContainText(/German: \d+%/)
  await elevenlabs.addFault({
    match: { path: '/v1/dubbing/*' },
    times: 100,
    status: 500,
    headers: { 'retry-after': '600' },
  })
  await runQueueDry(site)
  await expect(retry(page, 'Dubbed')).toBeVisible()
  await expect(step(page, 'Dubbed')).toContainText('ElevenLabs does not answer')

  await elevenlabs.clearFaults()
  await elevenlabs.run('finish', {})
  await retry(page, 'Dubbed').click()
  const dialog = page.getByRole('dialog', { name: 'Dub to German' })
  await expect(dialog.getByText(/Continuing costs nothing/)).toBeVisible()
  const asked = answered(page, '/dubs')
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await asked
  await runQueueDry(site)
  await isDubbed(page)
})

test('a video that ends in the middle is uploaded to OneDrive, detected and reported', async ({ page, microsoft }) => {
  await microsoft.connect()
  await chooseFiles(page, await fileOf(`${ASIN}.mp4`, (await readClip()).subarray(0, 700)))
  await beginUpload(page)
  await expect(says(page, SAID.saved)).toBeVisible()
  const cutSteps = page.getByRole('list', { name: `Steps of ${ASIN}.mp4` })
  await expect(cutSteps.getByRole('button', { name: `Retry Checked of ${ASIN}.mp4` })).toBeVisible()
})

test('the original in OneDrive plays in the library, straight from OneDrive', async ({
  page,
  site,
  microsoft,
  workshop,
  errors,
}) => {
  // Nothing is converted, so the player shows the original.
  workshop.setOutage({ status: 503, headers: { 'retry-after': '300' } })
  await microsoft.connect()
  await page.goto('/videos')
  await page.getByRole('button', { name: 'Upload videos' }).click()
  await page
    .getByLabel('Video files')
    .setInputFiles({ name: `${ASIN}.mp4`, mimeType: 'video/mp4', buffer: await readFile(CLIP) })
  await beginUpload(page)
  await page.getByRole('button', { name: new RegExp(`^Play ${ASIN}.mp4`) }).click()
  const player = page.getByRole('dialog', { name: `${ASIN}.mp4` }).locator('video')
  await expect.poll(() => player.evaluate((video: HTMLVideoElement) => video.readyState)).toBeGreaterThanOrEqual(2)
  expect(new URL(await player.evaluate((video: HTMLVideoElement) => video.currentSrc)).origin).not.toBe(site.url)
  expect(errors.filter((text) => /Content Security Policy/i.test(text))).toEqual([])
})
