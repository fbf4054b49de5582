import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerType, serve } from '@hono/node-server'
import { expect, type Page, test } from '@playwright/test'
import type { ApiClient } from '../core/src/http/client.ts'
import { productsContract } from '../core/src/products/contract.ts'
import { videosContract } from '../core/src/videos/contract.ts'
import type { ProductVideo } from '../core/src/videos/schema.ts'
import { createControl, type EmulatorControl } from '../services/emulators/control-client.ts'
import { createTranscoder } from '../services/transcoder/create-transcoder.ts'
import { findProgram } from '../services/transcoder/find-program.ts'
import { signUp, uploadVideo } from './support/api.ts'
import { CLIP, readClip } from './support/clip.ts'
import { collectErrors, signIn } from './support/dashboard.ts'
import { type Host, startHost } from './support/host.ts'

const TOKEN = 'a token of some length'

let folder: string
let transcoder: Awaited<ReturnType<typeof createTranscoder>>
let server: ServerType
/** How the transcoder answers instead of working; null while it works. */
let outage: { status: number; headers: Record<string, string> } | null = null
let host: Host
let elevenlabs: EmulatorControl
let api: ApiClient
let productId = ''
let people = 0

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opsyncpro-steps-'))
  // The machine's own ffmpeg, that dies as a bad build does while the file "crash" is there.
  const ffmpeg = join(folder, 'ffmpeg')
  await writeFile(
    ffmpeg,
    `#!/bin/sh\n[ -e "${folder}/crash" ] && kill -SEGV $$\nexec "${findProgram('ffmpeg')}" "$@"\n`,
  )
  await chmod(ffmpeg, 0o755)
  const env = { ...process.env, FFMPEG_PATH: ffmpeg }
  transcoder = await createTranscoder({ token: TOKEN, dataDir: join(folder, 'work'), env })
  const url = await new Promise<string>((resolve) => {
    const answer = (request: Request) => (outage ? new Response('{}', outage) : transcoder.app.fetch(request))
    server = serve({ fetch: answer, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(`http://127.0.0.1:${port}`))
  })
  host = await startHost([], { TRANSCODER_URL: url, TRANSCODER_TOKEN: TOKEN })
  const { features } = await (await fetch(`${host.url}/api/config`)).json()
  elevenlabs = createControl(features.elevenlabs.emulator_url)
})
test.afterAll(async () => {
  await host.close()
  await transcoder.close()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

test.beforeEach(async ({ page }) => {
  outage = null
  await rm(join(folder, 'crash'), { force: true })
  await elevenlabs.reset()
  people += 1
  const email = `cleo${people}@example.test`
  api = await signUp(host.url, email)
  productId = (await api(productsContract.create, { body: { asin: 'B07XJQW9K2', title: 'Lamp' } })).id
  await signIn(page, host.url, email)
})

const steps = (page: Page) => page.getByRole('list', { name: 'Steps of clip.mp4' })
const step = (page: Page, name: string) => steps(page).getByRole('listitem').filter({ hasText: name })
const retry = (page: Page, name: string) => page.getByRole('button', { name: `Retry ${name} of clip.mp4` })

async function upload(page: Page): Promise<ProductVideo> {
  const { video } = await uploadVideo(api, productId, await readClip())
  await page.goto(`${host.url}/videos`)
  return video
}

/** Waits for a page that changes when queued work comes back; other people's doings wake the queue, and here nobody else is. */
async function comesTrue(check: () => Promise<boolean>): Promise<void> {
  const body = { product_id: productId, filename: 'other.mp4', file_size: 1000, mime_type: 'video/mp4' as const }
  const wakeAndCheck = async () => {
    const { upload_session_id: id } = await api(videosContract.createStorageUploadSession, { body })
    await api(videosContract.cancelUploadSession, { params: { id } })
    return check()
  }
  await expect.poll(wakeAndCheck, { timeout: 60_000 }).toBe(true)
}

test('while the transcoder is down the steps wait and say why; when it stays down they have failed, and Retry works once it is back', async ({
  page,
}) => {
  outage = { status: 503, headers: { 'retry-after': '1' } }
  await upload(page)
  await expect(step(page, 'Transcoded')).toContainText(
    'Converting: waits. The transcoder does not answer. We retry automatically.',
  )
  await expect(step(page, 'Checked')).toContainText('Waits for the conversion')
  await expect(retry(page, 'Transcoded')).toBeHidden()
  await comesTrue(() => retry(page, 'Transcoded').isVisible())
  await expect(step(page, 'Transcoded')).toContainText('The transcoder does not answer')
  await expect(step(page, 'Checked')).toContainText('Waits for the conversion')

  outage = null
  await retry(page, 'Transcoded').click()
  await expect(step(page, 'Transcoded')).toContainText('Plays everywhere', { timeout: 60_000 })
  await expect(step(page, 'Checked')).toContainText('×')
  await expect(retry(page, 'Transcoded')).toBeHidden()
})

test('when ffmpeg crashes the video is checked but not converted, with the reason, and Retry converts it', async ({
  page,
}) => {
  await writeFile(join(folder, 'crash'), '')
  await upload(page)
  await expect(retry(page, 'Transcoded')).toBeVisible({ timeout: 60_000 })
  await expect(step(page, 'Checked')).toContainText('×')
  await expect(step(page, 'Transcoded')).toContainText(/converted|ffmpeg/i)
  await expect(step(page, 'Transcoded')).not.toContainText('Plays everywhere')

  await rm(join(folder, 'crash'))
  await retry(page, 'Transcoded').click()
  await expect(step(page, 'Transcoded')).toContainText('Plays everywhere', { timeout: 60_000 })
})

test('a dub is priced, agreed to, made and downloaded; too few credits are said, and Retry works once there are more', async ({
  page,
}) => {
  await elevenlabs.seed({ credits_left: 0 })
  await upload(page)
  await expect(step(page, 'Transcoded')).toContainText('Plays everywhere', { timeout: 60_000 })
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
  await expect(step(page, 'Dubbed')).toContainText(/German: \d+ %/)
  await elevenlabs.run('finish', {})
  await comesTrue(async () => /German$/.test((await step(page, 'Dubbed').textContent()) ?? ''))

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download clip.mp4' }).click()
  await page.getByRole('menuitem', { name: 'German version' }).click()
  const file = await downloading
  expect(file.suggestedFilename()).toBe('B07XJQW9K2_German.mp4')
  expect((await readFile(await file.path())).length).toBeGreaterThan(1000)
})

test('a vendor in trouble fails the dub with the reason, and Retry goes on with what is paid, for nothing', async ({
  page,
}) => {
  const video = await upload(page)
  await expect(step(page, 'Transcoded')).toContainText('Plays everywhere', { timeout: 60_000 })
  await api(videosContract.dub, {
    params: { id: video.id },
    body: { language: 'de', confirmed_credits: await price(video.id) },
  })
  await page.reload()
  await expect(step(page, 'Dubbed')).toContainText(/German: \d+ %/)
  const match = { path: '/v1/dubbing/*' }
  await elevenlabs.addFault({ match, times: 100, status: 500, headers: { 'retry-after': '1' } })
  await comesTrue(() => retry(page, 'Dubbed').isVisible())
  await expect(step(page, 'Dubbed')).toContainText('ElevenLabs does not answer')

  await elevenlabs.clearFaults()
  await elevenlabs.run('finish', {})
  await retry(page, 'Dubbed').click()
  const dialog = page.getByRole('dialog', { name: 'Dub to German' })
  await expect(dialog.getByText(/Going on costs nothing/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await comesTrue(async () => /German$/.test((await step(page, 'Dubbed').textContent()) ?? ''))
})

const price = async (id: string) =>
  (await api(videosContract.dubEstimate, { params: { id }, query: { language: 'de' } })).estimated_credits

test('the original in OneDrive plays in the library, straight from OneDrive', async ({ page }) => {
  const errors = collectErrors(page)
  // Nothing is converted, so what plays is the original.
  outage = { status: 503, headers: { 'retry-after': '300' } }
  await page.goto(`${host.url}/connections`)
  const card = page.getByRole('region', { name: 'OneDrive' })
  await card.getByRole('button', { name: 'Connect OneDrive' }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await expect(card.getByText('OneDrive is connected.')).toBeVisible()
  await page.goto(`${host.url}/videos`)
  await page.getByRole('button', { name: 'Upload videos' }).click()
  await page
    .getByLabel('Video files')
    .setInputFiles({ name: 'B07XJQW9K2.mp4', mimeType: 'video/mp4', buffer: await readFile(CLIP) })
  await page.getByRole('button', { name: 'Upload 1 video' }).click()
  await page.getByRole('button', { name: /^Play B07XJQW9K2.mp4/ }).click()
  const player = page.getByRole('dialog', { name: 'B07XJQW9K2.mp4' }).locator('video')
  await expect.poll(() => player.evaluate((video: HTMLVideoElement) => video.readyState)).toBeGreaterThanOrEqual(2)
  expect(new URL(await player.evaluate((video: HTMLVideoElement) => video.currentSrc)).origin).not.toBe(host.url)
  expect(errors.filter((text) => /Content Security Policy/i.test(text))).toEqual([])
})
