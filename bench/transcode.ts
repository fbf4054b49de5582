import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { serve } from '@hono/node-server'
import { productsContract } from '#core/products/contract.ts'
import { videosContract } from '#core/videos/contract.ts'
import products from '../netlify/functions/sourced-products.ts'
import uploads from '../netlify/functions/storage-upload-session.ts'
import video from '../netlify/functions/video.ts'
import videoTranscode from '../netlify/functions/video-transcode.ts'
import videos from '../netlify/functions/videos.ts'
import { drainJobs } from '../netlify/src/jobs/drain-jobs.ts'
import { createTestApi } from '../netlify/testing/create-test-api.ts'
import { createTranscoder } from '../services/transcoder/create-transcoder.ts'
import { coverArguments, transcodeArguments } from '../services/transcoder/profiles.ts'
import { type Entry, entry, median } from './measure.ts'

const SECONDS = 60
const RUNS = 3
const TOKEN = 'a token of some length'
const run = promisify(execFile)

/**
 * The whole conversion of a 60 s clip (from the request until the variant is ready: job, transcoder, transfers, check,
 * storing) against ffmpeg alone with the same arguments on the same file, cover image included.
 */
export async function benchTranscode(): Promise<Entry[]> {
  const folder = await mkdtemp(join(tmpdir(), 'opsyncpro-bench-'))
  const clip = join(folder, 'clip.mp4')
  const input = ['-f', 'lavfi', '-i', `testsrc2=s=1280x720:r=30:d=${SECONDS}`, '-f', 'lavfi', '-i', `sine=d=${SECONDS}`]
  await run('ffmpeg', [
    '-v',
    'error',
    '-y',
    ...input,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
    clip,
  ])
  const transcoder = await createTranscoder({ token: TOKEN, dataDir: join(folder, 'work') })
  const origin = await new Promise<string>((resolve) => {
    const server = serve({ fetch: transcoder.app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    )
    server.unref()
  })
  const api = await createTestApi({ allowedOrigins: [origin] })
  Object.assign(process.env, { TRANSCODER_URL: origin, TRANSCODER_TOKEN: TOKEN })
  const ann = await api.person()
  const bytes = new Uint8Array(await readFile(clip))
  const product = await api.call(products, productsContract.create, {
    as: ann,
    body: { asin: 'B000000001', title: 'Lamp', image_url: 'https://example.com/a.png' },
  })
  const file = { product_id: product.body.id, filename: 'clip.mp4', file_size: bytes.length, mime_type: 'video/mp4' }
  const { body: session } = await api.call(uploads, videosContract.createStorageUploadSession, { as: ann, body: file })
  await fetch(session.upload_url, { method: 'PUT', headers: session.headers, body: bytes })
  const saved = await api.call(videos, videosContract.save, {
    as: ann,
    body: { ...file, upload_session_id: session.upload_session_id },
  })
  const { id } = saved.body.video
  await drainJobs()

  const [ours, bare]: [number[], number[]] = [[], []]
  for (let round = -1; round < RUNS; round += 1) {
    const startedAt = performance.now()
    await api.call(videoTranscode, videosContract.transcode, { as: ann, params: { id }, body: {} })
    await drainJobs()
    const oursMs = performance.now() - startedAt
    const { body } = await api.call(video, videosContract.get, { as: ann, params: { id } })
    if (body.variants[0]?.state !== 'ready') throw new Error(body.variants[0]?.error ?? 'It is not ready.')

    const colors = { transfer: undefined, primaries: undefined, matrix: undefined }
    const bareAt = performance.now()
    const [{ seek, rest } = { seek: [], rest: [] }] = coverArguments(SECONDS, colors)
    await run('ffmpeg', ['-nostdin', '-y', '-v', 'error', ...seek, '-i', clip, ...rest, join(folder, 'cover.jpg')])
    await run('ffmpeg', [
      '-nostdin',
      '-y',
      '-v',
      'error',
      '-i',
      clip,
      ...transcodeArguments('standard', colors),
      join(folder, 'out.mp4'),
    ])
    const bareMs = performance.now() - bareAt
    if (round < 0) continue
    ours.push(oursMs)
    bare.push(bareMs)
  }
  await transcoder.close()
  await api.close()
  await rm(folder, { recursive: true, force: true })
  return [
    entry({
      name: `conversion of a ${SECONDS} s clip, from asking to ready`,
      rival: 'ffmpeg alone with the same arguments',
      limit: 1.05,
      ours_ms: median(ours),
      rival_ms: median(bare),
    }),
  ]
}
