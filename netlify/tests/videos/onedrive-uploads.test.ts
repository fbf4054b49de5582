import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { onedriveContract } from '#core/connections/onedrive.ts'
import { videosContract } from '#core/videos/contract.ts'
import { ONEDRIVE_CHUNK_BYTES, ONEDRIVE_MAX_BYTES } from '#core/videos/onedrive-limits.ts'
import type { UploadSession } from '#core/videos/schema.ts'
import type { TestPerson } from '../../../services/local/testing/create-test-host.ts'
import status from '../../functions/onedrive-status.ts'
import sessions from '../../functions/onedrive-upload-session.ts'
import storageSessions from '../../functions/storage-upload-session.ts'
import upload from '../../functions/upload-session.ts'
import video from '../../functions/video.ts'
import download from '../../functions/video-download.ts'
import videos from '../../functions/videos.ts'
import { createServiceClient } from '../../src/db/service-client.ts'
import { JobPause } from '../../src/jobs/define-job.ts'
import { drainJobs } from '../../src/jobs/drain-jobs.ts'
import { jobLoaders } from '../../src/jobs/registry.ts'
import { readAddress } from '../../src/videos/video-source.ts'
import { createOneDriveWorld, DANA, type OneDriveWorld } from '../../testing/onedrive-world.ts'
import { testVideo } from '../../testing/test-video.ts'

const UNIT = 327_680

let world: OneDriveWorld
let ann: TestPerson
let bob: TestPerson
let uma: TestPerson
let logged: () => string

beforeAll(async () => {
  world = await createOneDriveWorld()
  ann = await world.api.person('ann')
  bob = await world.api.person('bob')
  uma = await world.api.teammate(ann, 'uploader')
})
beforeEach(async () => {
  ;({ logged } = await world.reset())
  return () => vi.unstubAllEnvs()
})
afterAll(() => world.close())

const fileOf = (product_id: string, change: object = {}) => ({
  product_id,
  filename: 'clip.mp4',
  file_size: 5000,
  mime_type: 'video/mp4' as const,
  ...change,
})
const begin = (as: TestPerson, product_id: string, change: object = {}) =>
  world.api.call(sessions, videosContract.createOneDriveUploadSession, { as, body: fileOf(product_id, change) })
const progress = (as: TestPerson, id: string) =>
  world.api.call(upload, videosContract.uploadProgress, { as, params: { id } })
const cancel = (as: TestPerson, id: string) =>
  world.api.call(upload, videosContract.cancelUploadSession, { as, params: { id } })
const save = (as: TestPerson, product_id: string, upload_session_id: string, change: object = {}) =>
  world.api.call(videos, videosContract.save, { as, body: { ...fileOf(product_id, change), upload_session_id } })
const linkTo = (as: TestPerson, id: string) => world.api.call(download, videosContract.download, { as, params: { id } })
const remove = (as: TestPerson, id: string, query: Record<string, string> = {}) =>
  world.api.call(video, videosContract.remove, { as, params: { id }, query })
const disconnect = (as: TestPerson) => world.api.call(status, onedriveContract.disconnect, { as })
const sweeps = Object.fromEntries(
  Object.entries(jobLoaders).filter(([kind]) => /^(uploads|onedrive)\.sweep$/.test(kind)),
)
const sweep = () => drainJobs({ jobs: sweeps })
const revoke = () => world.microsoft.control.seed({ revoke_grants: [DANA] })

/** Sends a part as the browser does; answers the id of the file once it is complete. */
async function send({ upload_url }: UploadSession, bytes: Uint8Array<ArrayBuffer>, from = 0, to = bytes.length) {
  const headers = { 'content-range': `bytes ${from}-${to - 1}/${bytes.length}` }
  const response = await fetch(upload_url, { method: 'PUT', headers, body: bytes.slice(from, to) })
  const answer = await response.json()
  return { status: response.status, id: answer.id as string | undefined } // safe: a test's own view of Microsoft's answer
}

async function asDana(path: string, init: RequestInit = {}) {
  await world.microsoft.control.seed({ connections: [{ account_id: DANA, access_token: 'dana' }] })
  const headers = { authorization: 'Bearer dana', 'content-type': 'application/json' }
  return fetch(`${world.microsoft.env.MICROSOFT_GRAPH_URL}/v1.0/me/drive${path}`, { ...init, headers })
}
const filesInOneDrive = async (): Promise<string[]> => {
  const { value } = await (await asDana('/root:/OpSyncPro:/children')).json()
  return value.map(({ name }: { name: string }) => name)
}

async function saved(as: TestPerson, product_id: string, bytes = testVideo(5000)) {
  const session = (await begin(as, product_id, { file_size: bytes.length })).body
  const { id } = await send(session, bytes)
  const answer = await save(as, product_id, session.upload_session_id, {
    file_size: bytes.length,
    onedrive_file_id: id,
  })
  expect(answer.status).toBe(201)
  return { ...answer.body.video, fileId: id ?? '' }
}

describe('POST /api/onedrive-upload-session', () => {
  test('201 says exactly what to send, in fragments that OneDrive accepts, named after the ASIN', async () => {
    await world.connect(ann)
    const { id, asin } = await world.newProduct(ann)
    const { status: code, body } = await begin(ann, id)
    expect(code).toBe(201)
    expect(body).toMatchObject({
      method: 'PUT',
      headers: {},
      chunk_size: ONEDRIVE_CHUNK_BYTES,
      next_expected_ranges: ['0-'],
      tus: null,
    })
    expect(ONEDRIVE_CHUNK_BYTES % UNIT).toBe(0)
    expect(Date.parse(body.expires_at)).toBeGreaterThan(Date.now() + 86_400_000)
    expect((await send(body, testVideo(5000))).status).toBe(201)
    expect(await filesInOneDrive()).toEqual([`${asin}.mp4`])
  })

  test('201 continues the same session where OneDrive stopped, for the same file and person only', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const bytes = testVideo(2 * UNIT + 77)
    const first = (await begin(ann, id, { file_size: bytes.length })).body
    expect((await send(first, bytes, 0, UNIT)).status).toBe(202)
    const again = (await begin(ann, id, { file_size: bytes.length })).body
    expect(again).toMatchObject({
      upload_session_id: first.upload_session_id,
      upload_url: first.upload_url,
      next_expected_ranges: [`${UNIT}-`],
    })
    const max = await world.api.teammate(ann, 'manager')
    const theirs = (await begin(max, id, { file_size: bytes.length })).body
    expect(theirs.upload_session_id).not.toBe(first.upload_session_id)
    expect((await begin(ann, id, { file_size: bytes.length + 1 })).body.upload_session_id).not.toBe(
      first.upload_session_id,
    )
  })

  test('201 keeps two files of one name and size apart by their fingerprints', async () => {
    await world.connect(ann)
    const { id, asin } = await world.newProduct(ann)
    const [one, two] = ['a'.repeat(64), 'b'.repeat(64)]
    const bytes = testVideo(2 * UNIT + 77)
    const file_size = bytes.length
    const first = (await begin(ann, id, { file_size, fingerprint: one })).body
    expect((await send(first, bytes, 0, UNIT)).status).toBe(202)
    const other = (await begin(ann, id, { file_size, fingerprint: two })).body
    expect(other.upload_session_id).not.toBe(first.upload_session_id)
    expect(other.next_expected_ranges).toEqual(['0-'])
    const unknown = (await begin(ann, id, { file_size })).body
    expect(unknown.next_expected_ranges).toEqual(['0-'])
    expect((await begin(ann, id, { file_size, fingerprint: one })).body).toMatchObject({
      upload_session_id: first.upload_session_id,
      next_expected_ranges: [`${UNIT}-`],
    })
    expect((await send(other, bytes)).status).toBe(201)
    expect((await send(first, bytes, UNIT)).status).toBe(201)
    expect((await filesInOneDrive()).toSorted()).toEqual([`${asin}-2.mp4`, `${asin}.mp4`])
  })

  test('201 opens a new session at Microsoft when the old one is over', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const first = (await begin(ann, id)).body
    await fetch(first.upload_url, { method: 'DELETE' })
    const second = (await begin(ann, id)).body
    expect(second.upload_session_id).toBe(first.upload_session_id)
    expect(second.upload_url).not.toBe(first.upload_url)
    expect((await send(second, testVideo(5000))).status).toBe(201)
  })

  test('201 has nothing left to send when everything arrived and only the answer was lost', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const first = (await begin(ann, id)).body
    await send(first, testVideo(5000))
    const again = (await begin(ann, id)).body
    expect(again).toMatchObject({ upload_session_id: first.upload_session_id, next_expected_ranges: [] })
    expect((await save(ann, id, again.upload_session_id)).status).toBe(201)
    expect(await filesInOneDrive()).toHaveLength(1)
  })

  test('201 once for two tabs at once: one session, one link', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const [one, two] = await Promise.all([begin(ann, id), begin(ann, id)])
    expect([one.status, two.status]).toEqual([201, 201])
    expect(one.body.upload_url).toBe(two.body.upload_url)
  })

  test('201 never gives two files one name, whatever took the name', async () => {
    await world.connect(ann)
    const { id, asin } = await world.newProduct(ann)
    await saved(ann, id)
    await world.microsoft.control.seed({
      items: [{ account_id: DANA, path: `OpSyncPro/${asin}-2.mp4`, text: 'of a person' }],
    })
    await saved(ann, id, testVideo(5001))
    expect((await filesInOneDrive()).toSorted()).toEqual([`${asin}-2 1.mp4`, `${asin}-2.mp4`, `${asin}.mp4`])
  })

  test('403 for an uploader', async () => {
    await world.connect(ann)
    expect((await begin(uma, (await world.newProduct(ann)).id)).status).toBe(403)
  })
  test('404 for a product of another workspace', async () => {
    await world.connect(ann)
    expect((await begin(bob, (await world.newProduct(ann)).id)).problem.code).toBe('product_not_found')
  })
  test('413 for one byte more than 2 GB, before any request; 2 GB is fine', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    expect((await begin(ann, id, { file_size: ONEDRIVE_MAX_BYTES })).status).toBe(201)
    expect((await begin(ann, id, { file_size: ONEDRIVE_MAX_BYTES + 1 })).problem.code).toBe('file_too_large')
  })
  test('409 without a connection', async () => {
    expect((await begin(ann, (await world.newProduct(ann)).id)).problem.code).toBe('onedrive_not_connected')
  })
  test('409 when the grant was revoked', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    await revoke()
    expect((await begin(ann, id)).problem.code).toBe('onedrive_reconnect')
    expect((await begin(ann, id)).problem.code).toBe('onedrive_reconnect')
    await world.connect(ann)
    expect((await begin(ann, id)).status).toBe(201)
  })
  test('409 when the folder was deleted, and the same file works once another is chosen', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const folder = (await world.api.call(status, onedriveContract.status, { as: ann })).body.folder?.id ?? ''
    await asDana(`/items/${encodeURIComponent(folder)}`, { method: 'DELETE' })
    expect((await begin(ann, id)).problem.code).toBe('onedrive_folder_missing')
    await asDana('/root/children', { method: 'POST', body: JSON.stringify({ name: 'Other', folder: {} }) })
    const other = await (await asDana('/root:/Other')).json()
    await world.api.call(status, onedriveContract.update, { as: ann, body: { folder_id: other.id } })
    expect((await begin(ann, id)).status).toBe(201)
  })
  test('409 when OneDrive has too little space for the file', async () => {
    await world.connect(ann)
    const account = { id: DANA, display_name: 'Dana', mail: 'dana@outlook.test', quota_total_bytes: 1000 }
    await world.microsoft.control.seed({ accounts: [account] })
    expect((await begin(ann, (await world.newProduct(ann)).id)).problem.code).toBe('onedrive_quota_full')
  })
  test('502 when OneDrive refuses', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    await world.microsoft.control.addFault({
      match: { path: '/graph/*' },
      times: 1,
      status: 403,
      body: { error: { code: 'accessDenied', message: 'No' } },
    })
    expect((await begin(ann, id)).problem.code).toBe('provider_failed')
  })
  test("503 with Microsoft's own wait when it is throttled", async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    await world.microsoft.control.addFault({
      match: { path: '/graph/*' },
      times: 1,
      status: 429,
      headers: { 'retry-after': '9' },
      body: { error: { code: 'activityLimitReached', message: 'Slow' } },
    })
    const answer = await begin(ann, id)
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('9')
    expect((await begin(ann, id)).status).toBe(201)
  })

  test('201 keeps the link sealed, and out of reach of the data API', async () => {
    await world.connect(ann)
    const { body } = await begin(ann, (await world.newProduct(ann)).id)
    const rows = await world.api.host.sql<{ upload_url_sealed: string }>('select * from public.upload_sessions')
    expect(rows[0]?.upload_url_sealed).toMatch(/^v1\./)
    expect(JSON.stringify(rows)).not.toContain(body.upload_url)
    const headers = { apikey: world.api.host.secrets.publishable_key, authorization: `Bearer ${ann.accessToken}` }
    for (const query of ['select=upload_url_sealed', 'select=*']) {
      const answer = await fetch(`${world.api.host.url}/rest/v1/upload_sessions?${query}`, { headers })
      expect(answer.ok).toBe(false)
    }
    for (const column of ['access_token_sealed', 'refresh_token_sealed', 'drive_id']) {
      const answer = await fetch(`${world.api.host.url}/rest/v1/user_onedrive_connections?select=${column}`, {
        headers,
      })
      expect(answer.ok).toBe(false)
    }
    expect(logged()).not.toContain('/upload/')
  })
})

test('no column of any table holds a token or a link in plain text', async () => {
  await world.signIn(ann)
  await world.connect(ann)
  const { id } = await world.newProduct(ann)
  const open = (await begin(ann, id)).body
  await cancel(ann, (await begin(ann, id, { file_size: 6000 })).body.upload_session_id)
  await saved(ann, id, testVideo(7000))
  const tables = await world.api.host.sql<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'private')`,
  )
  expect(tables.length).toBeGreaterThan(20)
  const rows = await Promise.all(tables.map(({ name }) => world.api.host.sql(`select * from ${name}`)))
  const everything = JSON.stringify(rows)
  expect(everything).toContain('dana@outlook.test')
  // Microsoft's access and refresh tokens and authorization codes begin with these prefixes.
  expect(everything).not.toMatch(/EwB|M\.C5_/)
  expect(everything).not.toContain(new URL(open.upload_url).pathname)
  expect(everything).not.toContain('/upload/')
})

describe('GET /api/upload-sessions/:id', () => {
  test('200 answers what OneDrive still waits for, from the first byte to the saved video', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const bytes = testVideo(UNIT + 5)
    const session = (await begin(ann, id, { file_size: bytes.length })).body
    const look = async () => (await progress(ann, session.upload_session_id)).body
    expect(await look()).toMatchObject({ source: 'onedrive', state: 'uploading', next_expected_ranges: ['0-'] })
    await send(session, bytes, 0, UNIT)
    expect(await look()).toMatchObject({
      state: 'uploading',
      upload_url: session.upload_url,
      chunk_size: ONEDRIVE_CHUNK_BYTES,
      next_expected_ranges: [`${UNIT}-`],
      filename: 'clip.mp4',
      file_size: bytes.length,
    })
    await send(session, bytes, UNIT)
    expect(await look()).toMatchObject({ state: 'arrived', upload_url: null, next_expected_ranges: [] })
    const { body } = await save(ann, id, session.upload_session_id, { file_size: bytes.length })
    expect(await look()).toMatchObject({ state: 'saved', video_id: body.video.id, upload_url: null })
  })
  test('200 says expired when Microsoft has ended the session', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const session = (await begin(ann, id)).body
    await world.microsoft.control.advanceClock(8 * 86_400_000)
    expect((await progress(ann, session.upload_session_id)).body.state).toBe('expired')
  })
  test('200 although the grant was revoked: a running upload continues', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const session = (await begin(ann, id)).body
    await revoke()
    expect((await progress(ann, session.upload_session_id)).body.state).toBe('uploading')
    expect((await send(session, testVideo(5000))).status).toBe(201)
  })
  test('200 for the private bucket too', async () => {
    const { id } = await world.newProduct(ann)
    const session = (
      await world.api.call(storageSessions, videosContract.createStorageUploadSession, { as: ann, body: fileOf(id) })
    ).body
    const look = async () => (await progress(ann, session.upload_session_id)).body
    const before = await look()
    expect(before).toMatchObject({
      source: 'storage',
      state: 'uploading',
      chunk_size: null,
      next_expected_ranges: ['0-'],
    })
    await fetch(before.upload_url ?? '', { method: 'PUT', headers: before.headers, body: testVideo(5000) })
    expect(await look()).toMatchObject({ state: 'arrived', upload_url: null })
    await save(ann, id, session.upload_session_id)
    expect(await look()).toMatchObject({ state: 'saved' })
    const other = (
      await world.api.call(storageSessions, videosContract.createStorageUploadSession, { as: ann, body: fileOf(id) })
    ).body
    await world.api.host.exec('update public.upload_sessions set expires_at = now() where video_id is null')
    expect((await progress(ann, other.upload_session_id)).body.state).toBe('expired')
  })
  test('404 for another workspace and for an uploader', async () => {
    await world.connect(ann)
    const session = (await begin(ann, (await world.newProduct(ann)).id)).body
    expect((await progress(bob, session.upload_session_id)).problem.code).toBe('upload_session_not_found')
    expect((await progress(uma, session.upload_session_id)).status).toBe(404)
  })
  test('409 when the link expired and no account is connected to check the file', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const session = (await begin(ann, id)).body
    await send(session, testVideo(5000))
    await revoke()
    expect((await progress(ann, session.upload_session_id)).problem.code).toBe('onedrive_reconnect')
    await world.connect(ann)
    expect((await progress(ann, session.upload_session_id)).body.state).toBe('arrived')
  })
  test('502 when OneDrive refuses', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const session = (await begin(ann, id)).body
    await world.microsoft.control.addFault({ match: { path: '/upload/*' }, times: 1, status: 403 })
    expect((await progress(ann, session.upload_session_id)).problem.code).toBe('provider_failed')
  })
  test('503 when OneDrive does not answer', async () => {
    await world.connect(ann)
    const session = (await begin(ann, (await world.newProduct(ann)).id)).body
    await world.microsoft.control.addFault({ match: { path: '/upload/*' }, times: 2, status: 503 })
    expect((await progress(ann, session.upload_session_id)).problem.code).toBe('provider_try_later')
  })
})

describe('POST /api/videos', () => {
  test('201 saves a file in OneDrive, found by the id that the browser got', async () => {
    await world.connect(ann)
    const { id, asin } = await world.newProduct(ann)
    const mine = await saved(ann, id)
    expect(mine).toMatchObject({ source: 'onedrive', asin, is_for_tasks: true, mime_type: 'video/mp4' })
    const [row] = await world.api.host.sql('select onedrive_file_id, storage_path from public.product_videos')
    expect(row).toEqual({ onedrive_file_id: mine.fileId, storage_path: null })
    const [session] = await world.api.host.sql('select upload_url_sealed from public.upload_sessions')
    expect(session).toEqual({ upload_url_sealed: null })
  })
  test('201 twice is one video', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const session = (await begin(ann, id)).body
    await send(session, testVideo(5000))
    const first = await save(ann, id, session.upload_session_id)
    expect((await save(ann, id, session.upload_session_id)).body.video.id).toBe(first.body.video.id)
  })
  test('201 finds a renamed file, without its id and among hundreds', async () => {
    await world.connect(ann)
    const { id, asin } = await world.newProduct(ann)
    const others = Array.from({ length: 205 }, (_, index) => ({
      account_id: DANA,
      path: `OpSyncPro/A${index}.txt`,
      text: 'x',
    }))
    const session = (await begin(ann, id)).body
    const taken = { account_id: DANA, path: `OpSyncPro/${asin}.mp4`, size_bytes: 4999 }
    await world.microsoft.control.seed({ items: [...others, taken] })
    const { id: fileId } = await send(session, testVideo(5000))
    expect((await save(ann, id, session.upload_session_id)).status).toBe(201)
    const [row] = await world.api.host.sql<{ id: string }>('select onedrive_file_id as id from public.product_videos')
    expect(row?.id).toBe(fileId)
  })
  test('404 for another workspace', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const session = (await begin(ann, id)).body
    expect((await save(bob, id, session.upload_session_id)).status).toBe(404)
  })
  test.each([
    ['nothing arrived', 0, {}],
    ['a part arrived', UNIT, {}],
    ["somebody else's file is named", 0, { other: true }],
  ])('409 when %s, and nothing is saved', async (_, sent, { other = false }: { other?: boolean }) => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const bytes = testVideo(UNIT + 10)
    const session = (await begin(ann, id, { file_size: bytes.length })).body
    if (sent) await send(session, bytes, 0, sent)
    await world.microsoft.control.seed({ items: [{ account_id: DANA, path: 'diary.mp4', size_bytes: bytes.length }] })
    const diary = await (await asDana('/root:/diary.mp4')).json()
    const hint = other ? { onedrive_file_id: diary.id } : {}
    const answer = await save(ann, id, session.upload_session_id, { file_size: bytes.length, ...hint })
    expect(answer.problem.code).toBe('upload_incomplete')
    expect(await world.api.host.sql('select 1 from public.product_videos')).toEqual([])
    expect((await asDana('/root:/diary.mp4')).status).toBe(200)
  })
  test('409 when the grant was revoked before saving; connecting again lets the video be saved', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const session = (await begin(ann, id)).body
    await send(session, testVideo(5000))
    await revoke()
    expect((await save(ann, id, session.upload_session_id)).problem.code).toBe('onedrive_reconnect')
    await world.connect(ann)
    expect((await save(ann, id, session.upload_session_id)).status).toBe(201)
  })
  test('422 for text with the name of a video, which is deleted', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const session = (await begin(ann, id)).body
    await send(session, new TextEncoder().encode('words '.repeat(1000).slice(0, 5000)))
    expect((await save(ann, id, session.upload_session_id)).problem.code).toBe('not_a_video')
    expect(await filesInOneDrive()).toHaveLength(1)
    await sweep()
    expect(await filesInOneDrive()).toEqual([])
  })
  test('502 when OneDrive refuses to show the file', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const session = (await begin(ann, id)).body
    await send(session, testVideo(5000))
    await world.microsoft.control.addFault({ match: { path: '/download/*' }, times: 1, status: 403 })
    expect((await save(ann, id, session.upload_session_id)).problem.code).toBe('provider_failed')
    expect((await save(ann, id, session.upload_session_id)).status).toBe(201)
  })
  test('503 when OneDrive does not answer, and the same again saves it', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const session = (await begin(ann, id)).body
    await send(session, testVideo(5000))
    await world.microsoft.control.addFault({ match: { path: '/graph/*' }, times: 2, status: 503 })
    expect((await save(ann, id, session.upload_session_id)).problem.code).toBe('provider_try_later')
    expect((await save(ann, id, session.upload_session_id)).status).toBe(201)
  })
})

describe('GET /api/videos/:id/download', () => {
  test('200 answers a fresh link to the same bytes each time, for the uploader too, without a token', async () => {
    await world.connect(ann)
    const { id, asin } = await world.newProduct(ann)
    const mine = await saved(ann, id)
    const { status: code, body } = await linkTo(uma, mine.id)
    expect(code).toBe(200)
    expect(body).toMatchObject({ filename: `${asin}.mp4`, source: 'onedrive' })
    expect(new Uint8Array(await (await fetch(body.url)).arrayBuffer())).toEqual(testVideo(5000))
    await world.microsoft.control.advanceClock(2 * 3_600_000)
    expect((await fetch(body.url)).status).toBe(401)
    expect((await fetch((await linkTo(ann, mine.id)).body.url)).status).toBe(200)
  })
  test('404 when a person deleted the file in OneDrive', async () => {
    await world.connect(ann)
    const mine = await saved(ann, (await world.newProduct(ann)).id)
    await asDana(`/items/${encodeURIComponent(mine.fileId)}`, { method: 'DELETE' })
    expect((await linkTo(ann, mine.id)).problem.code).toBe('video_file_gone')
  })
  test('409 after disconnecting, until the same drive is connected again', async () => {
    await world.connect(ann)
    const mine = await saved(ann, (await world.newProduct(ann)).id)
    await disconnect(ann)
    expect((await linkTo(ann, mine.id)).problem.code).toBe('onedrive_not_connected')
    await world.connect(ann)
    expect((await linkTo(ann, mine.id)).status).toBe(200)
  })
  test('502 when OneDrive refuses', async () => {
    await world.connect(ann)
    const mine = await saved(ann, (await world.newProduct(ann)).id)
    await world.microsoft.control.addFault({ match: { path: '/graph/*' }, times: 2, status: 403 })
    expect((await linkTo(ann, mine.id)).status).toBe(502)
  })
  test('503 when OneDrive does not answer', async () => {
    await world.connect(ann)
    const mine = await saved(ann, (await world.newProduct(ann)).id)
    await world.microsoft.control.addFault({ match: { path: '/graph/*' }, times: 2, status: 503 })
    expect((await linkTo(ann, mine.id)).status).toBe(503)
  })
})

describe('jobs', () => {
  const readOriginal = (fileId: string) =>
    readOf(ann).then((workspace_id) =>
      readAddress(createServiceClient(), {
        workspace_id,
        source: 'onedrive',
        storage_path: null,
        onedrive_file_id: fileId,
      }),
    )
  const readOf = async ({ userId }: TestPerson) =>
    (
      await world.api.host.sql<{ id: string }>('select current_workspace_id as id from public.users where id = $1', [
        userId,
      ])
    )[0]?.id ?? ''

  test('a job that reads an original gets a link that needs no token', async () => {
    await world.connect(ann)
    const mine = await saved(ann, (await world.newProduct(ann)).id)
    expect(new Uint8Array(await (await fetch(await readOriginal(mine.fileId))).arrayBuffer())).toEqual(testVideo(5000))
    await asDana(`/items/${encodeURIComponent(mine.fileId)}`, { method: 'DELETE' })
    await expect(readOriginal(mine.fileId)).rejects.toMatchObject({ code: 'video_file_gone', isFinal: true })
  })
  test('a job that needs the drive waits while the grant is gone, and connecting again starts it', async () => {
    await world.connect(ann)
    const mine = await saved(ann, (await world.newProduct(ann)).id)
    await revoke()
    await world.ageTokens(ann, 120)
    await expect(readOriginal(mine.fileId)).rejects.toBeInstanceOf(JobPause)
    await world.api.host.exec(`update private.jobs set run_at = now() + interval '1 hour' where kind like 'videos.%'`)
    await world.connect(ann)
    const late = `select 1 from private.jobs where kind like 'videos.%' and finished_at is null and run_at > now()`
    expect(await world.api.host.sql(late)).toEqual([])
    expect((await fetch(await readOriginal(mine.fileId))).status).toBe(200)
  })
})

describe('leftovers', () => {
  test('deleting a video moves its file to the OneDrive recycle bin', async () => {
    await world.connect(ann)
    const mine = await saved(ann, (await world.newProduct(ann)).id)
    expect((await remove(ann, mine.id)).status).toBe(200)
    await sweep()
    expect(await filesInOneDrive()).toEqual([])
  })
  test('a video deleted with delete_file=false leaves its file', async () => {
    await world.connect(ann)
    const mine = await saved(ann, (await world.newProduct(ann)).id)
    expect((await remove(ann, mine.id, { delete_file: 'false' })).status).toBe(200)
    await sweep()
    expect(await filesInOneDrive()).toHaveLength(1)
  })
  test('a deletion that OneDrive refused is repeated later, and one that is done already is no failure', async () => {
    await world.connect(ann)
    const mine = await saved(ann, (await world.newProduct(ann)).id)
    await remove(ann, mine.id)
    await world.microsoft.control.addFault({
      match: { method: 'DELETE', path: '/graph/*' },
      times: 1,
      drop: 'after',
    })
    await sweep()
    expect(await world.api.host.sql('select 1 from private.onedrive_orphans')).toHaveLength(1)
    await world.api.host.exec('update private.jobs set run_at = now()')
    await sweep()
    expect(await world.api.host.sql('select 1 from private.onedrive_orphans')).toEqual([])
  })
  test('a cancelled upload is cancelled at Microsoft, also when its last byte had just arrived', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const open = (await begin(ann, id)).body
    const whole = (await begin(ann, id, { file_size: 6000 })).body
    await send(whole, testVideo(6000))
    expect((await cancel(ann, open.upload_session_id)).status).toBe(200)
    expect((await cancel(ann, whole.upload_session_id)).status).toBe(200)
    await sweep()
    expect((await fetch(open.upload_url)).status).toBe(404)
    expect(await filesInOneDrive()).toEqual([])
  })
  test("an unfinished upload is swept; people's own files stay, whatever their names", async () => {
    await world.connect(ann)
    const { id, asin } = await world.newProduct(ann)
    const session = (await begin(ann, id)).body
    await world.microsoft.control.seed({
      items: [{ account_id: DANA, path: `OpSyncPro/${asin} 2.mp4`, size_bytes: 4000 }],
    })
    await world.api.host.exec(`update public.upload_sessions set expires_at = now() - interval '25 hours'`)
    await world.api.host.exec(`select private.enqueue_job('uploads.sweep', 'uploads.sweep')`)
    await sweep()
    expect((await fetch(session.upload_url)).status).toBe(404)
    expect(await filesInOneDrive()).toEqual([`${asin} 2.mp4`])
  })
  test('jobs that wait for a connection run after connecting', async () => {
    await world.connect(ann)
    const mine = await saved(ann, (await world.newProduct(ann)).id)
    await revoke()
    await remove(ann, mine.id)
    await sweep()
    expect(await filesInOneDrive()).toHaveLength(1)
    await world.connect(ann)
    await sweep()
    expect(await filesInOneDrive()).toEqual([])
  })
  test('what OneDrive refused for hours is repeated by the hourly sweep, for ninety days', async () => {
    await world.connect(ann)
    const [one, two] = [await world.newProduct(ann), await world.newProduct(ann)]
    await remove(ann, (await saved(ann, one.id)).id)
    await world.api.host.exec('delete from private.jobs')
    await world.api.host.exec(`select private.enqueue_job('uploads.sweep', 'uploads.sweep')`)
    await sweep()
    expect(await filesInOneDrive()).toEqual([])
    await remove(ann, (await saved(ann, two.id)).id)
    await world.api.host.exec(
      `delete from private.jobs; update private.onedrive_orphans set created_at = now() - interval '91 days';
       select private.enqueue_job('uploads.sweep', 'uploads.sweep')`,
    )
    await sweep()
    expect(await filesInOneDrive()).toHaveLength(1)
    expect(await world.api.host.sql('select 1 from private.onedrive_orphans')).toEqual([])
  })
  test('disconnecting cancels unfinished uploads at Microsoft and keeps the videos', async () => {
    await world.connect(ann)
    const { id } = await world.newProduct(ann)
    const mine = await saved(ann, id)
    const open = (await begin(ann, id, { file_size: 6000 })).body
    await disconnect(ann)
    await sweep()
    expect((await fetch(open.upload_url)).status).toBe(404)
    expect((await progress(ann, open.upload_session_id)).status).toBe(404)
    expect((await world.api.call(video, videosContract.get, { as: ann, params: { id: mine.id } })).status).toBe(200)
    expect(await filesInOneDrive()).toHaveLength(1)
  })
})
