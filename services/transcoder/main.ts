import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { createTranscoder } from './create-transcoder.ts'

const token = process.env.TRANSCODER_TOKEN
if (!token || token.length < 16) {
  console.error('Set TRANSCODER_TOKEN to a secret of at least 16 characters; the functions send it as bearer token.')
  process.exit(1)
}
const port = Number(process.env.PORT ?? 8080)
const hostname = process.env.HOST ?? '127.0.0.1'
const transcoder = await createTranscoder({
  token,
  dataDir: process.env.TRANSCODER_DATA_DIR ?? join(tmpdir(), 'opsyncpro-transcoder'),
})
const server = serve({ fetch: transcoder.app.fetch, port, hostname }, () => {
  console.log(`The transcoder listens on ${hostname}:${port}.`)
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close()
    void transcoder.close().then(() => process.exit(0))
  })
}
