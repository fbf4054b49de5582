import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { videosContract } from '#core/videos/contract.ts'
import { startTestEmulator, type TestEmulator } from '../../../services/emulators/testing.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import video from '../../functions/video.ts'
import videoDubs from '../../functions/video-dubs.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { createOneDriveWorld, DANA, type OneDriveWorld } from '../../testing/onedrive-world.ts'

/** Enough of an MP4 to be recognized, in characters that a seed can carry. */
const FILM = `\0\0\0\x18ftypisom\0\0\x02\0isommp41${'frame '.repeat(5000)}`
let vendor: TestEmulator
let world: OneDriveWorld
let ann: TestPerson

beforeAll(async () => {
  vendor = await startTestEmulator('elevenlabs')
  world = await createOneDriveWorld([vendor])
  ann = await world.api.person('ann')
})
beforeEach(async () => {
  await world.reset()
  await vendor.control.reset()
  for (const [name, value] of Object.entries(vendor.env)) vi.stubEnv(name, value)
})
afterAll(async () => {
  await world.close()
  await vendor.close()
})

/** A video whose file is in the connected OneDrive. */
async function videoInOneDrive(): Promise<string> {
  await world.connect(ann)
  await world.microsoft.control.seed({
    connections: [{ account_id: DANA, access_token: 'dana' }],
    items: [{ path: '/film.mp4', text: FILM }],
  })
  const item = await fetch(`${world.microsoft.env.MICROSOFT_GRAPH_URL}/v1.0/me/drive/root:/film.mp4`, {
    headers: { authorization: 'Bearer dana' },
  })
  const [row] = await world.api.host.sql<{ id: string }>(
    `insert into public.product_videos (workspace_id, asin, source, onedrive_file_id, filename, file_size, mime_type, duration_seconds)
     select current_workspace_id, 'B000000001', 'onedrive', $2, 'film.mp4', 100, 'video/mp4', 60 from public.users where id = $1
     returning id`,
    [ann.userId, (await item.json()).id],
  )
  return row?.id ?? ''
}
const dub = (id: string) =>
  world.api.call(videoDubs, videosContract.dub, {
    as: ann,
    params: { id },
    body: { language: 'fr', confirmed_credits: 3000 },
  })
const drain = async () => {
  await world.api.host.exec(`update private.jobs set run_at = now() where finished_at is null`)
  await drainJobs()
}
const dubOf = async (id: string) =>
  (await world.api.call(video, videosContract.get, { as: ann, params: { id } })).body.variants.find(
    ({ language }) => language === 'fr',
  )

test('an original in OneDrive is sent as a short-lived link and is dubbed', async () => {
  const id = await videoInOneDrive()
  expect((await dub(id)).status).toBe(202)
  await drain()
  await vendor.control.run('finish', {})
  await drain()
  expect(await dubOf(id)).toMatchObject({ state: 'ready', file_size: FILM.length })
})

test('while OneDrive needs a new sign-in the dub waits and costs nothing; connecting starts it', async () => {
  const id = await videoInOneDrive()
  await world.microsoft.control.seed({ revoke_grants: [DANA] })
  await world.ageTokens(ann, 90)
  await dub(id)
  for (let turn = 0; turn < 6; turn += 1) await drain()
  const waiting = { waiting_code: 'onedrive_reconnect', waiting_reason: expect.stringContaining('OneDrive') }
  expect(await dubOf(id)).toMatchObject({ state: 'processing', error: null, ...waiting })
  expect(await vendor.control.run('bills', {})).toEqual({ bills: [] })
  await world.connect(ann)
  await drainJobs()
  expect(await vendor.control.run('bills', {})).toMatchObject({ bills: [{ credits: 3000 }] })
  expect(await dubOf(id)).toMatchObject({ state: 'processing', waiting_code: null, waiting_reason: null })
})

test('an original that no longer exists in OneDrive says so and costs nothing', async () => {
  const id = await videoInOneDrive()
  await world.api.host.sql(`update public.product_videos set onedrive_file_id = 'nowhere' where id = $1`, [id])
  await dub(id)
  await drain()
  expect(await dubOf(id)).toMatchObject({ state: 'failed', error_code: 'video_file_gone' })
  expect(await vendor.control.run('bills', {})).toEqual({ bills: [] })
})
