import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createTranscoder } from './create-transcoder.ts'
import type { TranscodeJob } from './job-queue.ts'

const TOKEN = 'a token of some length'
let folder: string
let files: Server
let origin: string
/** What the store received, by path. */
const stored = new Map<string, { bytes: Buffer; headers: Record<string, unknown> }>()
let refuse = false

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'transcoder-test-'))
  make(
    'wide.mp4',
    '-f lavfi -i testsrc=s=1920x1200:r=10:d=2 -f lavfi -i sine=d=2 -c:v libx264 -pix_fmt yuv420p -c:a aac',
  )
  make('tall.mov', '-f lavfi -i testsrc=s=300x501:r=10:d=1 -c:v mpeg4')
  make('long.mp4', '-f lavfi -i color=s=64x64:r=1:d=91 -c:v libx264 -pix_fmt yuv420p')
  make('slow.mp4', '-f lavfi -i testsrc=s=1280x720:r=30:d=30 -c:v libx264 -preset ultrafast -pix_fmt yuv420p')
  await writeFile(join(folder, 'text.mp4'), 'This is not a video, whatever it is called.\n'.repeat(100))
  await writeFile(join(folder, 'empty.mp4'), '')
  const whole = await readFile(join(folder, 'wide.mp4'))
  await writeFile(join(folder, 'cut.mp4'), whole.subarray(0, whole.length / 2))
  make('fast.mp4', '-f lavfi -i testsrc=s=640x360:r=10:d=12 -c:v libx264 -pix_fmt yuv420p -movflags +faststart')
  const fast = await readFile(join(folder, 'fast.mp4'))
  await writeFile(join(folder, 'cut-behind-its-table.mp4'), fast.subarray(0, fast.length / 2))
  files = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)
    if (request.method === 'PUT') {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      if (!refuse) stored.set(path, { bytes: Buffer.concat(chunks), headers: request.headers })
      response.writeHead(refuse ? 403 : 200).end()
      return
    }
    const bytes = await readFile(join(folder, path)).catch(() => null)
    if (bytes) response.writeHead(200, { 'content-length': bytes.length }).end(bytes)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve))
  const address = files.address()
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterAll(async () => {
  files.close()
  await rm(folder, { recursive: true, force: true })
})

type Transcoder = Awaited<ReturnType<typeof createTranscoder>>
let transcoder: Transcoder
let dataDir: string
async function start(options: Partial<Parameters<typeof createTranscoder>[0]> = {}): Promise<void> {
  dataDir = join(folder, `data-${crypto.randomUUID()}`)
  transcoder = await createTranscoder({ token: TOKEN, dataDir, ...options })
}
afterEach(async () => {
  await transcoder?.close()
  expect(await readdir(dataDir)).toEqual([])
  stored.clear()
  refuse = false
})

function make(name: string, args: string): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args.split(' '), join(folder, name)])
  if (status !== 0) throw new Error(String(stderr))
}

const ask = (path: string, init: RequestInit = {}, token = TOKEN) =>
  transcoder.app.request(path, { ...init, headers: { authorization: `Bearer ${token}` } })
const order = (source: string, more: object = {}) =>
  ask('/transcode', {
    method: 'POST',
    body: JSON.stringify({
      key: crypto.randomUUID(),
      source_url: `${origin}/${source}?signature=secret`,
      profile: 'standard',
      output: { url: `${origin}/out.mp4?signature=secret`, method: 'PUT', headers: { 'content-type': 'video/mp4' } },
      poster: { url: `${origin}/cover.jpg`, method: 'PUT', headers: { 'content-type': 'image/jpeg' } },
      ...more,
    }),
  })
async function finished(id: string): Promise<TranscodeJob> {
  for (;;) {
    const job: TranscodeJob = await (await ask(`/jobs/${id}?wait_seconds=10`)).json()
    if (job.state === 'ready' || job.state === 'failed') return job
  }
}
const run = async (source: string, more: object = {}) => finished((await (await order(source, more)).json()).id)

type Probed = { streams: Record<string, string | number>[] }
async function probeStored(path: string): Promise<Record<string, string | number>[]> {
  const file = join(folder, 'probed')
  await writeFile(file, stored.get(path)?.bytes ?? '')
  const { stdout } = spawnSync('ffprobe', ['-v', 'error', '-print_format', 'json', '-show_streams', file])
  const { streams }: Probed = JSON.parse(String(stdout))
  return streams
}

describe('POST /transcode', () => {
  test('202 and in the end H.264 High of at most 1080p with AAC at 44.1 kHz, playable while loading, and a cover image', async () => {
    await start()
    const job = await run('wide.mp4')
    expect(job).toMatchObject({
      state: 'ready',
      stage: 'done',
      progress: 100,
      error: null,
      result: { has_poster: true },
    })
    expect(job.facts).toMatchObject({ width: 1920, height: 1200, rotation: 0, video_codec: 'h264', audio_codec: 'aac' })
    const [video, audio] = await probeStored('/out.mp4')
    expect(video).toMatchObject({ codec_name: 'h264', profile: 'High', pix_fmt: 'yuv420p', width: 1728, height: 1080 })
    expect(audio).toMatchObject({ codec_name: 'aac', sample_rate: '44100' })
    const bytes = stored.get('/out.mp4')?.bytes ?? Buffer.alloc(0)
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
    expect(job.result?.file_size).toBe(bytes.length)
    expect(stored.get('/out.mp4')?.headers).toMatchObject({
      'content-type': 'video/mp4',
      'content-length': String(bytes.length),
    })
    expect((await probeStored('/cover.jpg'))[0]).toMatchObject({ codec_name: 'mjpeg', width: 640 })
  })

  test('a small upright video without sound stays upright and small, with even sides', async () => {
    await start()
    expect((await run('tall.mov')).facts).toMatchObject({ width: 300, height: 501, audio_codec: null })
    const streams = await probeStored('/out.mp4')
    expect(streams).toHaveLength(1)
    expect(streams[0]).toMatchObject({ width: 300, height: 502 })
  })

  test.each([
    ['text.mp4', 'not_a_video'],
    ['empty.mp4', 'not_a_video'],
    ['cut.mp4', 'damaged'],
    ['cut-behind-its-table.mp4', 'damaged'],
    ['nowhere.mp4', 'source_unreachable'],
  ])('%s fails as %s, with a sentence and without a URL', async (source, code) => {
    await start()
    const job = await run(source)
    expect(job).toMatchObject({ state: 'failed', error: { code } })
    expect(job.error?.message).toMatch(/\.$/)
    expect(JSON.stringify(job)).not.toMatch(/secret|127\.0\.0\.1/)
    expect(stored.size).toBe(0)
  })

  test('a reel of more than 90 seconds is refused, the same video as standard is not', async () => {
    await start()
    expect(await run('long.mp4', { profile: 'reel' })).toMatchObject({ state: 'failed', error: { code: 'too_long' } })
    expect(await run('long.mp4')).toMatchObject({ state: 'ready' })
  })

  test('an ffmpeg crash is reported', async () => {
    const broken = join(folder, 'broken-ffmpeg')
    await writeFile(broken, '#!/bin/sh\necho "Segmentation fault" >&2\nkill -SEGV $$\n', { mode: 0o755 })
    await start({ env: { ...process.env, FFMPEG_PATH: broken } })
    expect(await run('wide.mp4')).toMatchObject({ state: 'failed', error: { code: 'ffmpeg_failed' } })
  })

  test('an ffmpeg that hangs is stopped', async () => {
    const hanging = join(folder, 'hanging-ffmpeg')
    await writeFile(hanging, '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 })
    await start({ env: { ...process.env, FFMPEG_PATH: hanging }, timeoutMs: 300 })
    expect(await run('wide.mp4', { poster: undefined })).toMatchObject({
      state: 'failed',
      error: { code: 'timed_out' },
    })
  })

  test('a store that refuses the result fails the job', async () => {
    await start()
    refuse = true
    expect(await run('tall.mov')).toMatchObject({ state: 'failed', error: { code: 'output_refused' } })
  })

  test('the same key is the same job while it has not failed', async () => {
    await start()
    const first = await (await order('tall.mov', { key: 'k' })).json()
    expect((await (await order('tall.mov', { key: 'k' })).json()).id).toBe(first.id)
    await finished(first.id)
    expect((await (await order('tall.mov', { key: 'k' })).json()).id).toBe(first.id)
    const failed = await run('text.mp4', { key: 'f' })
    expect((await (await order('text.mp4', { key: 'f' })).json()).id).not.toBe(failed.id)
  })

  test('503 when too many jobs wait, with the time to try again', async () => {
    await start({ maxWaiting: 1 })
    const running = await (await order('slow.mp4')).json()
    await order('tall.mov')
    const refused = await order('tall.mov')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30'])
    await ask(`/jobs/${running.id}`, { method: 'DELETE' })
    expect(await finished(running.id)).toMatchObject({ state: 'failed', error: { code: 'cancelled' } })
  })

  test.each([
    ['no JSON', 'x'],
    [
      'an address that is no web address',
      JSON.stringify({ key: 'k', source_url: 'file:///etc/passwd', profile: 'standard', output: {} }),
    ],
  ])('400 for %s', async (_name, body) => {
    await start()
    expect((await ask('/transcode', { method: 'POST', body })).status).toBe(400)
  })

  test('401 without the token', async () => {
    await start()
    expect((await ask('/transcode', { method: 'POST', body: '{}' }, 'wrong')).status).toBe(401)
    expect((await ask('/jobs/x', {}, 'wrong')).status).toBe(401)
  })
})

describe('GET /jobs/:id', () => {
  test('200 answers the facts before the end, and the progress', async () => {
    await start()
    const { id } = await (await order('slow.mp4')).json()
    const seen: TranscodeJob[] = []
    for (;;) {
      const job: TranscodeJob = await (await ask(`/jobs/${id}`)).json()
      seen.push(structuredClone(job))
      if (job.state !== 'queued' && job.state !== 'processing') break
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const half = seen.find(({ progress, state }) => state === 'processing' && progress > 0)
    expect(half?.facts).toMatchObject({ width: 1280, height: 720 })
    expect(seen.map(({ progress }) => progress)).toEqual(seen.map(({ progress }) => progress).toSorted((a, b) => a - b))
  })

  test('404 for a job that a restart lost', async () => {
    await start()
    expect((await ask('/jobs/none')).status).toBe(404)
  })
})

test('the next start deletes what a crash left in the folder', async () => {
  await start()
  await writeFile(join(dataDir, 'left'), 'x')
  const second = await createTranscoder({ token: TOKEN, dataDir })
  expect(await readdir(dataDir)).toEqual([])
  await second.close()
})

test('without ffmpeg, health and every order say so', async () => {
  await start({ env: { PATH: '' } })
  expect((await transcoder.app.request('/health')).status).toBe(503)
  expect((await order('tall.mov')).status).toBe(503)
})
