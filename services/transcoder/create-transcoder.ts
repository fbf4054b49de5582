import { createHash, timingSafeEqual } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { Hono } from 'hono'
import { z } from 'zod'
import { findProgram } from './find-program.ts'
import { createJobQueue } from './job-queue.ts'

const Destination = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  method: z.enum(['PUT', 'POST']),
  headers: z.record(z.string(), z.string()),
})

const TranscodeBody = z.strictObject({
  /** Names the work: the same key again is the same job. */
  key: z.string().min(1).max(200),
  source_url: z.url({ protocol: /^https?$/ }),
  profile: z.enum(['standard', 'reel']),
  output: Destination,
  poster: Destination.optional(),
})

/** The longest wait of `GET /jobs/:id?wait_seconds=`. */
const MAX_WAIT_SECONDS = 25

type Options = {
  token: string
  dataDir: string
  maxWaiting?: number
  timeoutMs?: number
  keepMs?: number
  env?: NodeJS.ProcessEnv
}

/**
 * The transcoder as a web service: `POST /transcode`, `GET` and `DELETE /jobs/:id`, `GET /health`. Everything but
 * health needs the bearer token. Starts with an empty folder, which removes what a crash left there.
 */
export async function createTranscoder({ token, dataDir, env = process.env, ...limits }: Options) {
  const [ffmpeg, ffprobe] = [findProgram('ffmpeg', env), findProgram('ffprobe', env)]
  await rm(dataDir, { recursive: true, force: true })
  await mkdir(dataDir, { recursive: true })
  const queue = createJobQueue({
    ffmpeg: ffmpeg ?? 'ffmpeg',
    ffprobe: ffprobe ?? 'ffprobe',
    dataDir,
    maxWaiting: limits.maxWaiting ?? 20,
    timeoutMs: limits.timeoutMs ?? 30 * 60_000,
    keepMs: limits.keepMs ?? 24 * 60 * 60_000,
  })
  const app = new Hono()

  app.get('/health', (c) =>
    ffmpeg && ffprobe
      ? c.json({ status: 'ok' })
      : c.json({ status: 'failed', reason: 'ffmpeg is not installed on this machine.' }, 503),
  )
  app.use('*', async (c, next) => {
    if (!isToken(c.req.header('authorization'), token))
      return c.json(problem('unauthorized', 'The token is missing or wrong.'), 401)
    await next()
  })
  app.post('/transcode', async (c) => {
    if (!ffmpeg || !ffprobe) return c.json(problem('ffmpeg_missing', 'ffmpeg is not installed on this machine.'), 503)
    const body = TranscodeBody.safeParse(await c.req.json().catch(() => null))
    if (!body.success) return c.json(problem('invalid_input', z.prettifyError(body.error)), 400)
    const { key, ...request } = body.data
    const job = queue.add(key, request)
    if (!job) return c.json(problem('queue_full', 'Too many videos are waiting.'), 503, { 'retry-after': '30' })
    return c.json(job, 202)
  })
  app.get('/jobs/:id', async (c) => {
    const id = c.req.param('id')
    const seconds = z.coerce
      .number()
      .min(0)
      .max(MAX_WAIT_SECONDS)
      .catch(0)
      .parse(c.req.query('wait_seconds') ?? 0)
    if (seconds > 0) await queue.wait(id, seconds * 1000)
    const job = queue.get(id)
    return job
      ? c.json(job)
      : c.json(problem('not_found', 'There is no such job; it may have been lost in a restart.'), 404)
  })
  app.delete('/jobs/:id', (c) => {
    if (!queue.cancel(c.req.param('id'))) return c.json(problem('not_found', 'There is no such job.'), 404)
    return c.json({ id: c.req.param('id') })
  })
  return { app, close: () => queue.close() }
}

const problem = (code: string, message: string) => ({ error: { code, message } })

// Hashed first, so that the comparison takes the same time for every token.
function isToken(header: string | undefined, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return header !== undefined && timingSafeEqual(hash(header), hash(`Bearer ${token}`))
}
