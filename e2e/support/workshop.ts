import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { createTranscoder } from '../../services/transcoder/create-transcoder.ts'
import { findProgram } from '../../services/transcoder/find-program.ts'
import { type Host, startHost } from './host.ts'

const TOKEN = 'a token of some length'

export type Outage = { status: number; headers: Record<string, string> }

/** A host with a transcoder that a test can break. */
export type Workshop = {
  host: Host
  /** The transcoder's answer instead of its work; null while it works. */
  setOutage(outage: Outage | null): void
  /** Whether ffmpeg crashes as a broken build does. */
  crashFfmpeg(isCrashing: boolean): Promise<void>
  close(): Promise<void>
}

export async function startWorkshop(): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'opsyncpro-workshop-'))
  const crash = join(folder, 'crash')
  // The machine's own ffmpeg, which crashes while the file "crash" exists.
  const ffmpeg = join(folder, 'ffmpeg')
  await writeFile(ffmpeg, `#!/bin/sh\n[ -e "${crash}" ] && kill -SEGV $$\nexec "${findProgram('ffmpeg')}" "$@"\n`)
  await chmod(ffmpeg, 0o755)
  const env = { ...process.env, FFMPEG_PATH: ffmpeg }
  const transcoder = await createTranscoder({ token: TOKEN, dataDir: join(folder, 'work'), env })
  let outage: Outage | null = null
  const answer = (request: Request) => (outage ? new Response('{}', outage) : transcoder.app.fetch(request))
  const { server, url } = await new Promise<{ server: ReturnType<typeof serve>; url: string }>((resolve) => {
    const listening = serve({ fetch: answer, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ server: listening, url: `http://127.0.0.1:${port}` }),
    )
  })
  const host = await startHost([], { TRANSCODER_URL: url, TRANSCODER_TOKEN: TOKEN })
  return {
    host,
    setOutage: (next) => {
      outage = next
    },
    crashFfmpeg: (isCrashing) => (isCrashing ? writeFile(crash, '') : rm(crash, { force: true })),
    async close() {
      await host.close()
      await transcoder.close()
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
