import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import type { Environment } from './environment.ts'

type RunningTranscoder = {
  /** For the functions; empty when this machine has no ffmpeg, and videos then report that they are not converted. */
  env: Record<string, string>
  close: () => Promise<void>
}

/** The transcoder of services/transcoder on its own loopback port, unless TRANSCODER_URL names another. */
export async function startTranscoder(env: Environment, dataDir: string): Promise<RunningTranscoder> {
  const nothing = { env: {}, close: async () => undefined }
  if (env.TRANSCODER_URL) return nothing
  const [{ createTranscoder }, { findProgram }] = await Promise.all([
    import('../transcoder/create-transcoder.ts'),
    import('../transcoder/find-program.ts'),
  ])
  if (!findProgram('ffmpeg', env) || !findProgram('ffprobe', env)) return nothing
  const token = randomBytes(24).toString('base64url')
  const transcoder = await createTranscoder({ token, dataDir: join(dataDir, 'transcoder'), env })
  const { port, server } = await new Promise<{ port: number; server: ReturnType<typeof serve> }>((resolve) => {
    const listening = serve({ fetch: transcoder.app.fetch, port: 0, hostname: '127.0.0.1' }, (address) =>
      resolve({ port: address.port, server: listening }),
    )
  })
  return {
    env: { TRANSCODER_URL: `http://127.0.0.1:${port}`, TRANSCODER_TOKEN: token },
    async close() {
      await transcoder.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
